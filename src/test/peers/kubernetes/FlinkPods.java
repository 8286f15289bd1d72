import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.resources.CPUResource;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.KubernetesJobManagerSpecification;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesJobManagerFactory;
import org.apache.flink.kubernetes.kubeclient.factory.KubernetesTaskManagerFactory;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.kubernetes.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;

/**
 * Prints what Flink makes of a FlinkDeployment: {"jobManager": Deployment, "taskManager": Pod}. Its settings are those that the operator
 * computes of the resource; the rest is Flink's own code.
 */
public final class FlinkPods {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FlinkPods() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    JsonNode deployment = JSON.readTree(folder.resolve("deployment.json").toFile());
    JsonNode spec = deployment.path("spec");
    Files.writeString(folder.resolve("log4j-console.properties"), spec.path("logConfiguration").path("log4j-console.properties").asText());
    FlinkPod jobManager = template(spec.path("jobManager"));
    FlinkPod taskManager = template(spec.path("taskManager"));
    Configuration settings = settings(deployment, folder);
    JSON.writeValue(
        System.out,
        Map.of("jobManager", jobManager(jobManager, settings), "taskManager", taskManager(taskManager, settings)));
  }

  private static Configuration settings(JsonNode deployment, Path folder) throws IOException {
    JsonNode spec = deployment.path("spec");
    Configuration settings = new Configuration();
    spec.path("flinkConfiguration").fields().forEachRemaining(each -> settings.setString(each.getKey(), each.getValue().asText()));
    String name = deployment.path("metadata").path("name").asText();
    settings.setString("kubernetes.namespace", "sessionbeam");
    settings.setString("kubernetes.cluster-id", name);
    settings.setString("high-availability.cluster-id", name);
    settings.setString("kubernetes.container.image.ref", spec.path("image").asText());
    settings.setString("kubernetes.container.image.pull-policy", spec.path("imagePullPolicy").asText());
    settings.setString("kubernetes.service-account", spec.path("serviceAccount").asText());
    JsonNode jobManager = spec.path("jobManager");
    settings.setString("kubernetes.jobmanager.replicas", jobManager.path("replicas").asText());
    settings.setString("jobmanager.memory.process.size", jobManager.path("resource").path("memory").asText());
    settings.setString("kubernetes.jobmanager.cpu.amount", jobManager.path("resource").path("cpu").asText());
    JsonNode taskManager = spec.path("taskManager");
    settings.setString("taskmanager.memory.process.size", taskManager.path("resource").path("memory").asText());
    settings.setString("kubernetes.taskmanager.cpu.amount", taskManager.path("resource").path("cpu").asText());
    settings.setString("parallelism.default", spec.path("job").path("parallelism").asText());
    settings.setString("execution.target", "kubernetes-application");
    settings.setString("$internal.deployment.config-dir", folder.toString());
    settings.setString(
        "kubernetes.internal.jobmanager.entrypoint.class", "org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint");
    settings.set(PipelineOptions.JARS, List.of(spec.path("job").path("jarURI").asText()));
    settings.setString("blob.server.port", "6124");
    settings.setString("taskmanager.rpc.port", "6122");
    Path template = folder.resolve("taskmanager-template.json");
    JSON.writeValue(template.toFile(), taskManager.path("podTemplate"));
    settings.setString("kubernetes.pod-template-file.taskmanager", template.toString());
    return settings;
  }

  /** The template of a pod. The operator adds the scratch space to its main container. */
  private static FlinkPod template(JsonNode role) throws IOException {
    PodTemplateSpec template = JSON.treeToValue(role.path("podTemplate"), PodTemplateSpec.class);
    Quantity disk = new Quantity(role.path("resource").path("ephemeralStorage").asText());
    List<Container> containers = template.getSpec().getContainers();
    Container main =
        new ContainerBuilder(containers.get(0))
            .editOrNewResources()
            .addToLimits("ephemeral-storage", disk)
            .addToRequests("ephemeral-storage", disk)
            .endResources()
            .build();
    Pod others =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .withSpec(template.getSpec())
            .editSpec()
            .withContainers(containers.subList(1, containers.size()))
            .endSpec()
            .build();
    return new FlinkPod(others, main);
  }

  private static Object jobManager(FlinkPod template, Configuration settings) throws IOException {
    int memory =
        JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(settings, JobManagerOptions.JVM_HEAP_MEMORY)
            .getTotalProcessMemorySize()
            .getMebiBytes();
    ClusterSpecification size = new ClusterSpecification.ClusterSpecificationBuilder().setMasterMemoryMB(memory).createClusterSpecification();
    KubernetesJobManagerSpecification made =
        KubernetesJobManagerFactory.buildKubernetesJobManagerSpecification(template, new KubernetesJobManagerParameters(settings, size));
    return made.getDeployment();
  }

  private static Object taskManager(FlinkPod template, Configuration settings) {
    double cpu = Double.parseDouble(settings.toMap().get("kubernetes.taskmanager.cpu.amount"));
    TaskExecutorProcessSpec process =
        TaskExecutorProcessUtils.newProcessSpecBuilder(settings).withCpuCores(new CPUResource(cpu)).build();
    KubernetesTaskManagerParameters parameters =
        new KubernetesTaskManagerParameters(
            settings,
            settings.toMap().get("kubernetes.cluster-id") + "-taskmanager-1-1",
            "",
            "",
            ContaineredTaskManagerParameters.create(settings, process),
            Map.of(),
            Set.of());
    return KubernetesTaskManagerFactory.buildTaskManagerKubernetesPod(template, parameters).getInternalResource();
  }
}

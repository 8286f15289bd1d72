package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pods that come of the chart: those that Flink makes, and those of the collector. */
class PodsTest {
  private static final String IMAGE = "registry.example.com/shop/sessionbeam:0.1.0";

  /** The specification of each pod, such as that of "dev jobManager". */
  private static final Map<String, JsonNode> PODS = new HashMap<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void make() throws Exception {
    ObjectMapper json = new ObjectMapper();
    for (String stage : Chart.stages()) {
      Path values =
          Chart.values(
              folder,
              stage,
              "{\"routes\": \"[]\", \"pipeline\": {\"environmentSecret\": \"tokens\"}}");
      Resources rendered = Chart.render(folder, values);
      Path input = Files.createDirectory(folder.resolve(stage));
      Files.writeString(
          input.resolve("deployment.json"), rendered.only("FlinkDeployment").toString());
      JsonNode made =
          json.readTree(KubernetesPeer.run(folder, "FlinkPods", "", List.of(input.toString())));
      PODS.put(stage + " jobManager", made.path("jobManager").path("spec").path("template"));
      PODS.put(stage + " taskManager", made.path("taskManager"));
      PODS.put(stage + " collector", rendered.only("StatefulSet").path("spec").path("template"));
    }
  }

  private static JsonNode pod(String name) {
    return Objects.requireNonNull(PODS.get(name), name);
  }

  private static JsonNode container(String name) {
    JsonNode containers = pod(name).path("spec").path("containers");
    assertThat(name, containers.size(), is(1));
    return containers.path(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev jobManager", "dev taskManager", "dev collector",
        "prod jobManager", "prod taskManager", "prod collector"
      })
  void noPodHasMoreRightsThanItNeeds(String name) {
    JsonNode security = pod(name).path("spec").path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean(), is(true));
    assertThat(security.path("runAsUser").asInt(), is(9999));
    assertThat(security.path("runAsGroup").asInt(), is(9999));
    assertThat(security.path("seccompProfile").path("type").asText(), is("RuntimeDefault"));
    JsonNode container = container(name).path("securityContext");
    assertThat(container.path("readOnlyRootFilesystem").asBoolean(), is(true));
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true), is(false));
    assertThat(container.path("capabilities").path("drop").path(0).asText(), is("ALL"));
    assertThat(container.path("capabilities").has("add"), is(false));
    assertThat(container(name).path("image").asText(), is(IMAGE));
    String account = name.endsWith("collector") ? "collector" : "pipeline";
    assertThat(
        pod(name).path("spec").path("serviceAccountName").asText(),
        is("shop-" + name.split(" ", -1)[0] + "-" + account));
  }

  /** Memory and CPU are limited as the values say. */
  @ParameterizedTest
  @CsvSource({
    "dev jobManager, 0.5, 0.5, 1600Mi, 2Gi",
    "dev taskManager, 1.0, 1.0, 3072Mi, 20Gi",
    "dev collector, 0.5, 1, 1Gi, 1Gi",
    "prod jobManager, 1.0, 1.0, 2048Mi, 2Gi",
    "prod taskManager, 2.0, 2.0, 6144Mi, 50Gi",
    "prod collector, 1, 2, 1Gi, 1Gi"
  })
  void eachPodHasLimits(String name, String cpu, String cpuLimit, String memory, String disk) {
    JsonNode resources = container(name).path("resources");
    assertThat(resources.path("requests").path("cpu").asText(), is(cpu));
    assertThat(resources.path("limits").path("cpu").asText(), is(cpuLimit));
    assertThat(resources.path("requests").path("memory").asText(), is(memory));
    assertThat(resources.path("limits").path("memory").asText(), is(memory));
    assertThat(resources.path("limits").path("ephemeral-storage").asText(), is(disk));
  }

  /** Where a program may write: the root file system is read-only. */
  @ParameterizedTest
  @CsvSource({
    "dev jobManager, /tmp /opt/flink/log /opt/flink/artifacts",
    "dev taskManager, /tmp /opt/flink/log",
    "prod collector, /tmp /spool"
  })
  void whatIsWrittenIsInVolumesWithALimit(String name, String folders) {
    Map<String, JsonNode> volumes = new TreeMap<>();
    for (JsonNode volume : pod(name).path("spec").path("volumes")) {
      volumes.put(volume.path("name").asText(), volume);
    }
    List<String> writable = new ArrayList<>();
    for (JsonNode mount : container(name).path("volumeMounts")) {
      JsonNode volume = volumes.get(mount.path("name").asText());
      if (volume == null) {
        // The spool is a volume that outlives the pod.
        assertThat(mount.path("name").asText(), is("spool"));
        writable.add(mount.path("mountPath").asText());
      } else if (volume.has("emptyDir")) {
        // That of the artifacts is Flink's own: only the limit of the whole pod counts for it.
        boolean own = mount.path("mountPath").asText().equals("/opt/flink/artifacts");
        assertThat(volume.path("emptyDir").has("sizeLimit"), is(not(own)));
        writable.add(mount.path("mountPath").asText());
      }
    }
    writable.sort(null);
    List<String> expected = new ArrayList<>(List.of(folders.split(" ", -1)));
    expected.sort(null);
    assertThat(writable, is(expected));
  }

  @Test
  void definitionAndRoutesAreMountedAndNotWritable() {
    for (String name : List.of("dev jobManager", "dev taskManager")) {
      List<String> mounts = new ArrayList<>();
      for (JsonNode mount : container(name).path("volumeMounts")) {
        if (mount.path("readOnly").asBoolean()) {
          mounts.add(mount.path("mountPath").asText());
        }
      }
      assertThat(mounts, hasItem("/etc/sessionbeam/definition"));
      assertThat(mounts, hasItem("/etc/sessionbeam/routes"));
      assertThat(
          container(name).path("envFrom").toString(),
          is("[{\"secretRef\":{\"name\":\"tokens\"}}]"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dev jobManager, httpGet, rest, 8081",
    "dev taskManager, tcpSocket, taskmanager-rpc, 6122",
    "dev collector, httpGet, http, 8080"
  })
  void eachProbeAsksAPortThatThePodHas(String name, String kind, String port, int number) {
    JsonNode probe = container(name).path("livenessProbe");
    assertThat(probe.path(kind).path("port").asText(), is(port));
    assertThat(probe.path("failureThreshold").asInt(), is(not(0)));
    assertThat(ports(name).get(port), is(number));
  }

  private static Map<String, Integer> ports(String name) {
    Map<String, Integer> ports = new TreeMap<>();
    for (JsonNode port : container(name).path("ports")) {
      ports.put(port.path("name").asText(), port.path("containerPort").asInt());
    }
    return ports;
  }

  /** Flink adds the labels by which policies, monitors and the operator find its pods. */
  @Test
  void thePodsHaveTheLabelsThatPoliciesAndMonitorsLookFor() {
    for (String name : List.of("dev jobManager", "dev taskManager")) {
      JsonNode labels = pod(name).path("metadata").path("labels");
      assertThat(labels.path("app").asText(), is("shop-dev-pipeline"));
      assertThat(labels.path("app.kubernetes.io/instance").asText(), is("shop-dev"));
      assertThat(ports(name).get("metrics"), is(9249));
    }
    JsonNode labels = pod("dev collector").path("metadata").path("labels");
    assertThat(labels.path("app.kubernetes.io/instance").asText(), is("shop-dev"));
    assertThat(labels.path("app.kubernetes.io/component").asText(), is("collector"));
  }

  @Test
  void theCollectorHasTimeToStop() {
    JsonNode spec = pod("prod collector").path("spec");
    String stop =
        Resources.texts(container("prod collector").path("args")).stream()
            .filter(flag -> flag.startsWith("--stopTimeout="))
            .findFirst()
            .orElseThrow();
    int stopSeconds = Integer.parseInt(stop.replaceAll("[^0-9]", ""));
    int pause =
        container("prod collector")
            .path("lifecycle")
            .path("preStop")
            .path("exec")
            .path("command")
            .path(1)
            .asInt();
    assertThat(spec.path("terminationGracePeriodSeconds").asInt() > pause + stopSeconds, is(true));
    assertThat(
        container("prod collector").path("readinessProbe").path("httpGet").path("path").asText(),
        is("/ready"));
    assertThat(
        container("prod collector").path("livenessProbe").path("httpGet").path("path").asText(),
        is("/live"));
    assertThat(spec.path("automountServiceAccountToken").asBoolean(true), is(false));
  }
}

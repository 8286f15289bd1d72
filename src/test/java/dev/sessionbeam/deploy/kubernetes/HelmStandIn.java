package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the FlinkDeployment of the chart as helm does, as far as the program depends on it. */
final class HelmStandIn {
  private static final String TYPE = "FlinkDeployment";

  private final ApiServer server;

  HelmStandIn(ApiServer server) {
    this.server = server;
  }

  Answer run(List<String> arguments, @Nullable String input) throws IOException {
    String namespace =
        arguments.stream()
            .filter(argument -> argument.startsWith("--namespace="))
            .map(argument -> argument.substring("--namespace=".length()))
            .findFirst()
            .orElse("default");
    List<String> words = arguments.stream().filter(it -> !it.startsWith("-")).toList();
    return switch (words.get(0)) {
      case "version" -> new Answer(0, "v3.16.2+g13654a5\n", "");
      case "template" -> template(words.get(1), namespace, String.valueOf(input));
      case "upgrade" -> upgrade(words.get(1), namespace, String.valueOf(input));
      case "uninstall" -> uninstall(words.get(1), namespace);
      default -> new Answer(1, "", "Error: unknown command " + words.get(0) + "\n");
    };
  }

  private static Answer template(String release, String namespace, String input)
      throws IOException {
    JsonNode values = Json.readYaml(input, "values");
    if (values.at("/pipeline/parallelism").asInt() < 1) {
      return new Answer(1, "", "Error: values don't meet the schema\n- parallelism: Must be 1\n");
    }
    return new Answer(0, Json.yaml(deployment(release, namespace, values)), "");
  }

  private Answer upgrade(String release, String namespace, String input) throws IOException {
    ObjectNode wanted = deployment(release, namespace, Json.readYaml(input, "values"));
    String path = ApiServer.path(TYPE, namespace, release + "-pipeline");
    if (server.get(path).isEmpty()) {
      server.post(ApiServer.path(TYPE, namespace, ""), wanted);
    } else {
      ObjectNode spec = Json.object();
      spec.set("spec", wanted.path("spec"));
      server.patch(path, spec);
    }
    return new Answer(0, "Release \"" + release + "\" has been upgraded. Happy Helming!\n", "");
  }

  private static ObjectNode deployment(String release, String namespace, JsonNode values) {
    ObjectNode object = Json.object();
    object.put("apiVersion", "flink.apache.org/v1beta1").put("kind", TYPE);
    object.putObject("metadata").put("name", release + "-pipeline").put("namespace", namespace);
    ObjectNode spec = object.putObject("spec");
    ObjectNode flink = spec.putObject("flinkConfiguration");
    flink.put("kubernetes.operator.job.savepoint-on-deletion", "true");
    values
        .at("/pipeline/flink")
        .fields()
        .forEachRemaining(it -> flink.set(it.getKey(), it.getValue()));
    ObjectNode job = spec.putObject("job");
    job.put("upgradeMode", "savepoint")
        .put("state", values.at("/pipeline/state").asText("running"));
    job.set("parallelism", values.at("/pipeline/parallelism"));
    String savepoint = values.at("/pipeline/initialSavepointPath").asText();
    if (!savepoint.isEmpty()) {
      job.put("initialSavepointPath", savepoint);
    }
    return object;
  }

  private Answer uninstall(String release, String namespace) throws IOException {
    String path = ApiServer.path(TYPE, namespace, release + "-pipeline");
    if (server.get(path).isEmpty()) {
      return new Answer(
          1, "", "Error: uninstall: Release not loaded: " + release + ": release: not found\n");
    }
    server.delete(path);
    return new Answer(0, "release \"" + release + "\" uninstalled\n", "");
  }
}

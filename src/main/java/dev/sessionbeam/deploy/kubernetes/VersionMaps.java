package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The versions of a stage, each in a ConfigMap that never changes: the values of the chart with the
 * texts of definition and routes, and what the working copy was.
 */
final class VersionMaps {
  private static final String LABEL = "sessionbeam.dev/version-of";
  private static final String VALUES = "values.yaml";
  private static final String COPY = "copy.json";

  private final Kubectl kubectl;
  private final String stage;

  /**
   * Creates it.
   *
   * @param stage the first part of all names of the stage
   */
  VersionMaps(Kubectl kubectl, String stage) {
    this.kubectl = kubectl;
    this.stage = stage;
  }

  /** Returns the numbers of all versions, ascending. */
  List<Integer> numbers() throws IOException {
    String prefix = name("");
    return kubectl.names("configmaps", LABEL + "=" + stage).stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(number -> number.matches("[1-9][0-9]{0,8}"))
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  /** Returns a version; empty if there is none. */
  Optional<VersionContent> read(int number) throws IOException {
    Optional<JsonNode> found =
        number == 0 ? Optional.empty() : kubectl.get("configmap", name(number));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode data = found.get().path("data");
    String place = "ConfigMap " + name(number);
    return Optional.of(
        new VersionContent(
            Json.readYaml(data.path(VALUES).asText(), place),
            Json.readYaml(data.path(COPY).asText("{}"), place)));
  }

  /**
   * Keeps a version.
   *
   * @return its number
   */
  int add(VersionContent content) throws IOException {
    List<Integer> numbers = numbers();
    int number = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
    ObjectNode map = Json.object();
    map.put("apiVersion", "v1").put("kind", "ConfigMap").put("immutable", true);
    ObjectNode metadata = map.putObject("metadata");
    metadata.put("name", name(number)).put("namespace", kubectl.namespace());
    metadata.putObject("labels").put(LABEL, stage);
    map.putObject("data")
        .put(VALUES, Json.yaml(content.values()))
        .put(COPY, content.copy().toString());
    kubectl.create(map);
    return number;
  }

  private String name(Object number) {
    return stage + "-version-" + number;
  }
}

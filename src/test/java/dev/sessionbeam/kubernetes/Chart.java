package dev.sessionbeam.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Helm chart, with values for a test. */
public final class Chart {
  static final Path FOLDER = Path.of("runners/kubernetes");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a user has to give for each stage. */
  private static final String GIVEN =
      """
      {"account": "123456789012", "region": "eu-central-1",
       "image": {"repository": "registry.example.com/shop/sessionbeam", "tag": "0.1.0"},
       "project": "shop", "collector": {"writeKeysSecret": "write-keys"}}
      """;

  private Chart() {}

  /**
   * What Helm says to some values.
   *
   * @param text the resources in YAML; empty if there is a fault
   * @param fault what Helm does not accept; empty if it accepts them
   */
  record Outcome(String text, String fault) {}

  /** The names of the stages that have a file. */
  static List<String> stages() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("stages"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  /**
   * Values of a stage, as a file.
   *
   * @param definition a path of the project
   * @param more further values in JSON, which win
   */
  static Path values(Path folder, String stage, String definition, String more) throws IOException {
    JsonNode values =
        new YAMLMapper().readTree(FOLDER.resolve("stages/" + stage + ".yaml").toFile());
    ObjectNode text = JSON.createObjectNode();
    text.put("definition", Files.readString(Path.of(definition)));
    JsonNode all = merged(merged(merged(values, JSON.readTree(GIVEN)), text), JSON.readTree(more));
    // YAML contains JSON.
    return Files.writeString(Files.createTempFile(folder, "values", ".yaml"), all.toString());
  }

  static Path values(Path folder, String stage, String more) throws IOException {
    return values(folder, stage, "pipelines/nitro.yaml", more);
  }

  /** Renders the chart with the values of each case. */
  static Map<String, Outcome> render(Path folder, Map<String, Path> cases)
      throws IOException, InterruptedException {
    return outcomes(folder, FOLDER.toString(), cases);
  }

  /** Renders the chart once; the values must be accepted. */
  static Resources render(Path folder, Path values) throws IOException, InterruptedException {
    Outcome outcome = render(folder, Map.of("one", values)).get("one");
    if (outcome == null || !outcome.fault().isEmpty()) {
      throw new AssertionError("Helm does not accept the values: " + outcome);
    }
    return Resources.parse(outcome.text());
  }

  /** The flags of {@code run} that a stage gives to the pipeline, or of {@code collect}. */
  public static List<String> flags(Path folder, String stage, String more, boolean collector)
      throws IOException, InterruptedException {
    Resources rendered = render(folder, values(folder, stage, more));
    return collector
        ? Resources.texts(
            rendered
                .only("StatefulSet")
                .path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0)
                .path("args"))
        : Resources.texts(rendered.only("FlinkDeployment").path("spec").path("job").path("args"));
  }

  /**
   * Lints the chart with the values of each case. Lint takes none from outside: they replace those
   * of a copy of the chart.
   */
  static Map<String, Outcome> lint(Path folder, Map<String, Path> cases)
      throws IOException, InterruptedException {
    Map<String, Path> charts = new TreeMap<>();
    for (Map.Entry<String, Path> each : cases.entrySet()) {
      Path copy = Files.createTempDirectory(folder, "chart").resolve("sessionbeam");
      copy(FOLDER, copy);
      Path values = copy.resolve("values.yaml");
      YAMLMapper yaml = new YAMLMapper();
      JsonNode all =
          merged(yaml.readTree(values.toFile()), JSON.readTree(each.getValue().toFile()));
      Files.writeString(values, all.toString());
      charts.put(each.getKey(), copy);
    }
    return outcomes(folder, "lint", charts);
  }

  private static Map<String, Outcome> outcomes(Path folder, String first, Map<String, Path> cases)
      throws IOException, InterruptedException {
    Path output = Files.createTempDirectory(folder, "helm");
    List<String> arguments = new ArrayList<>(List.of(first, output.toString()));
    cases.forEach((name, file) -> arguments.add(name + "=" + file));
    KubernetesPeer.run(folder, "HelmCases", "", arguments);
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (String name : cases.keySet()) {
      Path fault = output.resolve(name + ".fault");
      outcomes.put(
          name,
          Files.exists(fault)
              ? new Outcome("", Files.readString(fault))
              : new Outcome(Files.readString(output.resolve(name + ".yaml")), ""));
    }
    return outcomes;
  }

  /** Copies a folder; what a link names is copied too. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** One tree over another one, as Helm does it with files of values. */
  private static JsonNode merged(JsonNode below, JsonNode above) {
    if (!below.isObject() || !above.isObject()) {
      return above;
    }
    ObjectNode merged = below.deepCopy();
    above
        .properties()
        .forEach(
            each -> {
              JsonNode old = merged.path(each.getKey());
              merged.set(
                  each.getKey(),
                  old.isMissingNode() ? each.getValue() : merged(old, each.getValue()));
            });
    return merged;
  }
}

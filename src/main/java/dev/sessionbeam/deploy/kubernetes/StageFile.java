package dev.sessionbeam.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The file of a stage: values of the chart, and in the section {@code deploy} what only the
 * commands need.
 *
 * @param file the file
 * @param values the values, without that section
 * @param names the names that derive from project, stage, account and region
 * @param namespace the namespace of the stage
 * @param context the context of kubectl; null for the current one
 * @param definition the file of the definition
 * @param routes the file of the routes; null if there is none
 * @param stack parameters of {@code runners/aws/stage.yaml}; null if somebody else creates the
 *     stack
 */
record StageFile(
    Path file,
    ObjectNode values,
    StageNames names,
    String namespace,
    @Nullable String context,
    Path definition,
    @Nullable Path routes,
    @Nullable Map<String, String> stack) {
  /** The parameter of the stack that says whether its data are kept or deleted. */
  static final String DATA = "Data";

  private static final String SECTION = "deploy";
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("definition", "routes", "namespace", "context", "stack"));

  /**
   * Reads the file of a stage.
   *
   * @param chart the folder of the chart, which has defaults
   * @param faults gets all that is wrong with it; what is missing has a placeholder then
   * @throws IOException with a message for the user if it cannot be read at all
   */
  static StageFile read(Path chart, Path file, List<String> faults) throws IOException {
    ObjectNode values = readYaml(file);
    JsonNode section = values.has(SECTION) ? values.remove(SECTION) : Json.object();
    ObjectNode all = readYaml(chart.resolve("values.yaml"));
    Json.merge(all, values);
    StageNames names = StageNames.of(all, file, faults);
    section
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                faults.add(file + ": deploy." + key + " is not one of " + String.join(", ", KEYS));
              }
            });
    Function<String, @Nullable String> text =
        key -> section.path(key).isTextual() ? section.path(key).asText() : null;
    String definition = text.apply("definition");
    if (definition == null) {
      faults.add(file + ": deploy.definition is missing: the file that describes the events");
    }
    if (section.path("stack").has(DATA)) {
      faults.add(
          file + ": deploy.stack." + DATA + " does not belong here: remove decides about it");
    }
    String namespace = text.apply("namespace");
    String routes = text.apply("routes");
    return new StageFile(
        file,
        values,
        names,
        namespace == null ? names.name() : namespace,
        text.apply("context"),
        Path.of(definition == null ? "DEFINITION" : definition),
        routes == null ? null : Path.of(routes),
        stack(section.path("stack"), names));
  }

  private static ObjectNode readYaml(Path file) throws IOException {
    try {
      return Json.readYaml(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  private static @Nullable Map<String, String> stack(JsonNode section, StageNames names) {
    if (!section.isObject()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>(Json.flat(section));
    parameters.remove("");
    parameters.put("Project", names.project());
    parameters.put("Stage", names.stage());
    parameters.put(DATA, "keep");
    return parameters;
  }

  /**
   * The values of a version: those of the stage, and the texts of its files.
   *
   * @throws IOException if one of the files cannot be read
   */
  ObjectNode version() throws IOException {
    ObjectNode version = values.deepCopy();
    version.put("definition", Files.readString(definition, UTF_8));
    version.put("routes", routes == null ? "" : Files.readString(routes, UTF_8));
    return version;
  }
}

package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sessionbeam.kubernetes.Chart.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are misspelt, missing or not possible are refused, with their names. */
class ChartValuesTest {
  /** Values over those of a stage, and what the message names. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("{\"acount\": \"123456789012\"}", "acount"),
          Map.entry("{\"pipeline\": {\"paralelism\": 4}}", "paralelism"),
          Map.entry("{\"pipeline\": {\"taskManager\": {\"memoy\": \"4g\"}}}", "memoy"),
          Map.entry("{\"collector\": {\"spool\": {\"size\": 4}}}", "size"),
          Map.entry("{\"account\": \"ACCOUNT\"}", "account"),
          Map.entry("{\"account\": 123456789012}", "account"),
          Map.entry("{\"region\": \"REGION\"}", "region"),
          Map.entry("{\"stage\": \"STAGE\"}", "stage"),
          Map.entry("{\"project\": \"my-shop\"}", "project"),
          Map.entry("{\"image\": {\"tag\": \"TAG\"}}", "image.tag"),
          Map.entry("{\"image\": {\"repository\": \"REGISTRY/sessionbeam\"}}", "image.repository"),
          Map.entry("{\"definition\": \"\"}", "definition"),
          Map.entry("{\"pipeline\": {\"state\": \"stopped\"}}", "pipeline.state"),
          Map.entry("{\"pipeline\": {\"parallelism\": 129}}", "pipeline.parallelism"),
          Map.entry("{\"pipeline\": {\"flags\": {\"output\": \"x\"}}}", "pipeline.flags"),
          Map.entry("{\"pipeline\": {\"flags\": {\"--format\": \"x\"}}}", "pipeline.flags"),
          Map.entry(
              "{\"pipeline\": {\"flink\": {\"state.checkpoints.dir\": \"x\"}}}", "pipeline.flink"),
          Map.entry("{\"pipeline\": {\"flink\": {\"s3.access-key\": \"x\"}}}", "pipeline.flink"),
          Map.entry(
              "{\"pipeline\": {\"flink\": {\"kubernetes.operator.job.upgrade."
                  + "last-state-fallback.enabled\": true}}}",
              "pipeline.flink"),
          Map.entry("{\"collector\": {\"memory\": \"256Mi\"}}", "collector.memory"),
          Map.entry("{\"collector\": {\"flags\": {\"spool\": \"x\"}}}", "collector.flags"),
          Map.entry("{\"collector\": {\"writeKeysSecret\": \"\"}}", "writeKeysSecret is missing"),
          Map.entry("{\"collector\": {\"replicas\": {\"min\": 3}}}", "min is greater than max"),
          Map.entry(
              "{\"pipeline\": {\"savepointRedeployNonce\": 1}}",
              "pipeline.initialSavepointPath is missing"),
          Map.entry(
              "{\"collector\": {\"ingress\": {\"enabled\": true}}}",
              "collector.ingress.host is missing"));

  @TempDir private Path folder;

  @Test
  void aValueThatIsNotPossibleIsNamed() throws Exception {
    Map<String, Path> cases = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (String values : REFUSED.keySet()) {
      String name = "case" + cases.size();
      names.put(name, values);
      cases.put(name, Chart.values(folder, "dev", values));
    }
    cases.put("good", Chart.values(folder, "dev", "{\"collector\": {\"replicas\": {\"min\": 2}}}"));
    Map<String, Outcome> outcomes = Chart.render(folder, cases);
    outcomes.forEach(
        (name, outcome) ->
            assertThat(
                String.valueOf(names.get(name)),
                outcome.fault(),
                name.equals("good")
                    ? is("")
                    : containsString(String.valueOf(REFUSED.get(names.get(name))))));
  }

  @Test
  void aStageAloneSaysWhatIsMissing() throws Exception {
    for (String stage : Chart.stages()) {
      Path values = Chart.FOLDER.resolve("stages/" + stage + ".yaml");
      Outcome outcome = Chart.render(folder, Map.of("one", values)).get("one");
      String fault = outcome == null ? "" : outcome.fault();
      for (String missing :
          Set.of("account", "region", "image.repository", "image.tag", "definition")) {
        assertThat(fault, containsString("- " + missing + ": "));
      }
    }
  }

  /** A row of the table in docs/kubernetes.md for each value, and for nothing else. */
  @Test
  void theDocsExplainEachValue() throws Exception {
    Set<String> values = new TreeSet<>();
    names("", new YAMLMapper().readTree(Chart.FOLDER.resolve("values.yaml").toFile()), values);
    String page = Files.readString(Path.of("docs/kubernetes.md"));
    int begin = page.indexOf("\n## Values\n");
    String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
    Set<String> rows =
        Pattern.compile("(?m)^\\| `([a-zA-Z.]+)`(?:, `([a-zA-Z.]+)`)* \\|")
            .matcher(section)
            .results()
            .flatMap(row -> Pattern.compile("`([a-zA-Z.]+)`").matcher(row.group()).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows, is(values));
  }

  private static void names(String prefix, JsonNode values, Set<String> names) {
    values
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isObject() && !each.getValue().isEmpty()) {
                names(prefix + each.getKey() + ".", each.getValue(), names);
              } else {
                names.add(prefix + each.getKey());
              }
            });
  }
}

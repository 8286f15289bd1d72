package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private static final Path FOLDER = Path.of("runners/flink-cluster/monitoring");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(Sessionbeam\\w+)` \\|");

  /** The page for three in the morning has a row for each alert, and for nothing else. */
  @Test
  void theDocsSayWhatToDoAboutEachAlert() throws Exception {
    Set<String> alerts = new TreeSet<>();
    JsonNode rules =
        new YAMLMapper()
            .readTree(FOLDER.resolve("alerts.yaml").toFile())
            .path("groups")
            .path(0)
            .path("rules");
    rules.forEach(rule -> alerts.add(rule.path("alert").asText()));
    Set<String> rows = new TreeSet<>();
    ROW.matcher(Files.readString(Path.of("docs/operations.md")))
        .results()
        .forEach(row -> rows.add(row.group(1)));
    assertThat(rows, is(alerts));
  }

  /** It is in Debian's package prometheus. */
  @Test
  void promtoolAcceptsTheRules() throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    assumeTrue(there, "SKIPPED: promtool is not on the PATH, so the alert rules are not checked");
    for (List<String> check :
        List.of(List.of("rules", "alerts.yaml"), List.of("config", "prometheus.yaml"))) {
      Process promtool =
          new ProcessBuilder("promtool", "check", check.get(0), check.get(1))
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
      String out = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(out, promtool.waitFor(), is(0));
    }
  }
}

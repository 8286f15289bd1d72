package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that the alerts and the dashboard name. */
final class MonitoredMetrics {
  private static final Path FOLDER = Path.of("runners/flink-cluster/monitoring");
  private static final Pattern BY_PATTERN = Pattern.compile("__name__=~\"([^\"]+)\"");
  private static final Pattern BY_NAME = Pattern.compile("\\bflink_\\w+");

  private MonitoredMetrics() {}

  /** The names, and the patterns of names, as regular expressions. */
  static Set<String> read() throws IOException {
    List<String> queries = new ArrayList<>();
    addAll("expr", new YAMLMapper().readTree(FOLDER.resolve("alerts.yaml").toFile()), queries);
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("grafana/dashboards/sessionbeam.json").toFile());
    addAll("expr", dashboard, queries);
    addAll("query", dashboard.path("templating").path("list").path(0), queries);
    Set<String> names = new TreeSet<>();
    for (String query : queries) {
      Matcher pattern = BY_PATTERN.matcher(query);
      while (pattern.find()) {
        names.add(pattern.group(1));
      }
      Matcher name = BY_NAME.matcher(pattern.replaceAll(""));
      while (name.find()) {
        names.add(name.group());
      }
    }
    return names;
  }

  private static void addAll(String field, JsonNode in, List<String> queries) {
    in.findValues(field).stream()
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .forEach(queries::add);
  }
}

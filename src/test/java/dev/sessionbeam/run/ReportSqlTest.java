package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a report are those that DuckDB gives over the tables of the output. */
class ReportSqlTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final Pattern QUERY = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL);

  @TempDir private Path folder;

  private Path output() {
    Path input = folder.resolve("in");
    CommandRun simulated =
        CommandRun.of(
            "simulate", "--events=6000", "--machines=60", "--seed=4", "--output=" + input);
    assertThat(simulated.err(), simulated.status(), is(0));
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("FlinkRunner", NITRO, input, output);
    assertThat(run.err(), run.status(), is(0));
    return output;
  }

  private static List<String> queriesOfThePage() throws IOException {
    return QUERY
        .matcher(Files.readString(Path.of("docs/report.md")))
        .results()
        .map((MatchResult query) -> query.group(1))
        .toList();
  }

  /** The rows of a query with two names, a count and a ratio, by the names. */
  private static Map<String, List<Double>> ratios(DuckDb tables, String query, String names)
      throws SQLException {
    Map<String, List<Double>> ratios = new TreeMap<>();
    for (String row :
        tables.rows("SELECT concat_ws('|', " + names + ") FROM (" + query + ") AS q")) {
      String[] cells = row.split("\\|", -1);
      ratios.put(
          cells[0] + " " + cells[1],
          List.of(Double.parseDouble(cells[2]), Double.parseDouble(cells[3])));
    }
    return ratios;
  }

  private static void requireSame(
      JsonNode reported, String names, boolean sorted, Map<String, List<Double>> ratios) {
    String[] fields = names.split(", ", -1);
    int compared = 0;
    for (JsonNode item : reported) {
      String first = item.get(fields[0]).asText();
      String second = item.get(fields[1]).asText();
      String key =
          sorted && first.compareTo(second) > 0 ? second + " " + first : first + " " + second;
      List<Double> expected = ratios.getOrDefault(key, List.of(-1.0, -1.0));
      assertThat(key, item.get(fields[2]).asDouble(), is(expected.get(0)));
      assertThat(key, item.get(fields[3]).asDouble(), closeTo(expected.get(1), 1.1e-6));
      compared++;
    }
    assertThat(compared, is(ratios.size()));
    assertThat(compared, is(greaterThan(10)));
  }

  @Test
  void theQueriesOfThePageGiveThePairsAndTheNextActions() throws Exception {
    Path output = output();
    JsonNode report = ReportRun.of(NITRO, output, folder).json();
    List<String> queries = queriesOfThePage();
    assertThat(queries.size(), is(2));
    try (DuckDb tables = DuckDb.over(output)) {
      String next = "action, next, count, probability";
      requireSame(report.get("next_actions"), next, false, ratios(tables, queries.get(0), next));
      String pairs = "action, other, sessions, lift";
      requireSame(report.get("pairs"), pairs, true, ratios(tables, queries.get(1), pairs));
    }
  }

  private static String grouped(JsonNode array, String name, String... values) {
    StringBuilder rows = new StringBuilder();
    for (JsonNode item : array) {
      rows.append(item.get(name).asText());
      for (String value : values) {
        rows.append(' ').append(item.get(value).asText());
      }
      rows.append('\n');
    }
    return rows.toString();
  }

  private static String rows(DuckDb tables, String query) throws SQLException {
    return String.join("\n", tables.rows(query)) + "\n";
  }

  /** In nitro.yaml, {@code timestamp} is in milliseconds once it is cleaned. */
  @Test
  void exactFiguresAreThoseOfDuckDb() throws Exception {
    Path output = output();
    JsonNode report = ReportRun.of(NITRO, output, folder).json();
    try (DuckDb tables = DuckDb.over(output)) {
      assertThat(
          report.get("events").asText()
              + " "
              + report.get("sessions").asText()
              + " "
              + report.get("machines").asText(),
          is(
              tables
                  .rows(
                      "SELECT concat_ws(' ', (SELECT count(*) FROM current_events), count(*),"
                          + " count(DISTINCT machine_id)) FROM current_sessions")
                  .get(0)));
      assertThat(
          grouped(report.get("by_day"), "date", "events"),
          is(
              rows(
                  tables,
                  "SELECT concat_ws(' ', CAST(make_timestamp(timestamp * 1000) AS DATE), count(*))"
                      + " FROM current_events GROUP BY CAST(make_timestamp(timestamp * 1000) AS DATE)"
                      + " ORDER BY 1")));
      for (JsonNode item : report.get("pauses_ms").get("classes")) {
        String pauses =
            "(SELECT timestamp - lag(timestamp) OVER (PARTITION BY machine_id ORDER BY"
                + " session_start, session_index) AS pause FROM current_events)";
        JsonNode after = null;
        for (JsonNode other : report.get("pauses_ms").get("classes")) {
          boolean isLater = other.get("from").asLong() > item.get("from").asLong();
          after = after == null && isLater ? other : after;
        }
        String below = after == null ? "" : " AND pause < " + after.get("from");
        assertThat(
            item.toString(),
            item.get("count").asText(),
            is(
                tables
                    .rows(
                        "SELECT count(*) FROM "
                            + pauses
                            + " WHERE pause >= "
                            + item.get("from")
                            + below)
                    .get(0)));
      }
      JsonNode gaps = report.get("gaps");
      JsonNode own =
          StreamSupport.stream(gaps.spliterator(), false)
              .filter(gap -> gap.get("chosen").asBoolean())
              .findFirst()
              .orElseThrow();
      long paused = own.get("first_event").asLong() + own.get("pause").asLong();
      assertThat(
          "cap "
              + own.get("cap").asText()
              + "\nopening_event "
              + own.get("opening_event").asText()
              + "\npause "
              + paused
              + "\n",
          is(
              rows(
                  tables,
                  "SELECT concat_ws(' ', r.reason, (SELECT count(*) FROM session_starts WHERE"
                      + " started_by = r.reason)) FROM (VALUES ('cap'), ('opening_event'),"
                      + " ('pause')) AS r (reason) ORDER BY 1")));
      assertThat(
          report.get("durations_ms").get("sum").asText()
              + " "
              + report.get("durations_ms").get("max").asText()
              + " "
              + report.get("lengths").get("max").asText(),
          is(
              tables
                  .rows(
                      "SELECT concat_ws(' ', sum(duration_ms), max(duration_ms), max(event_count))"
                          + " FROM current_sessions")
                  .get(0)));
      double median = report.get("durations_ms").get("percentiles").get("p50").asDouble();
      double exact =
          Double.parseDouble(
              tables.rows("SELECT quantile_disc(duration_ms, 0.5) FROM current_sessions").get(0));
      assertThat(median, is(closeTo(exact, Math.max(0.5, exact * 0.001))));
    }
  }
}

package dev.sessionbeam.warehouse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.output.TablesScript;
import dev.sessionbeam.warehouse.OutputFiles.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views for DuckDB over both formats, with and without settled days. */
class DuckDbTablesTest {
  private static final String OLD = "00000000000000aa";
  private static final String NEW = "00000000000000bb";
  private static final String DAY = "2017-02-05";

  private static final Session A = Session.of("a", DAY + "T09:00:00.000Z", "e1");
  private static final Session LONGER = Session.of("a", DAY + "T09:00:00.000Z", "e1", "e2");
  private static final Session B = Session.of("b", DAY + "T12:00:00.000Z", "e3");
  private static final Session NEXT = Session.of("n", "2017-02-06T00:10:00.000Z", "e4");

  @TempDir private Path output;

  private Database open(String format) throws SQLException {
    return Database.duckDb(TablesScript.print(output.toString(), "duckdb", format));
  }

  private static List<String> events(Database database) throws SQLException {
    return database.rows("SELECT event_id FROM current_events ORDER BY event_id");
  }

  private static List<String> sessions(Database database) throws SQLException {
    return database.rows(
        "SELECT session_id, event_count FROM current_sessions ORDER BY session_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void aSettledDayHasTheRowsOfItsVersionAndNoLiveOnes(String format) throws Exception {
    OutputFiles files = new OutputFiles(output, OutputFiles.NITRO, format);
    files.live(A, B, NEXT);
    files.revise(1, LONGER);
    try (Database database = open(format)) {
      assertThat(sessions(database), contains("a|2", "b|1", "n|1"));
      files.settle(DAY, OLD, LONGER, B);
      assertThat(sessions(database), contains("a|2", "b|1", "n|1"));
      files.switchTo(DAY, 1, OLD, "");
      assertThat(sessions(database), contains("a|2", "b|1", "n|1"));
      assertThat(events(database), contains("e1", "e2", "e3", "e4"));
      assertThat(database.rows("SELECT DISTINCT revision FROM current_events"), contains("null"));
      // What a backfill of the day gives.
      files.settle(DAY, NEW, A);
      assertThat(events(database), contains("e1", "e2", "e3", "e4"));
      files.switchTo(DAY, 2, NEW, "");
      assertThat(sessions(database), contains("a|1", "n|1"));
      assertThat(events(database), contains("e1", "e4"));
      // Numbers, and not texts, are compared.
      files.switchTo(DAY, 10, OLD, "");
      assertThat(events(database), contains("e1", "e2", "e3", "e4"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void whatASettledDayReplacesOnOtherDaysStaysReplaced(String format) throws Exception {
    OutputFiles files = new OutputFiles(output, OutputFiles.NITRO, format);
    files.live(NEXT, B);
    files.revise(1, LONGER, "n");
    try (Database database = open(format)) {
      assertThat(sessions(database), contains("a|2", "b|1"));
      files.settle(DAY, OLD, LONGER, B);
      files.switchTo(DAY, 1, OLD, "{\"session_id\":\"n\",\"revision\":1}");
      assertThat(sessions(database), contains("a|2", "b|1"));
      assertThat(events(database), contains("e1", "e2", "e3"));
      files.revise(2, NEXT);
      assertThat(sessions(database), contains("a|2", "b|1", "n|1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void anOutputOfSettledDaysOnlyIsRead(String format) throws Exception {
    OutputFiles files = new OutputFiles(output, OutputFiles.NITRO, format);
    files.settle(DAY, OLD, LONGER, B);
    files.switchTo(DAY, 1, OLD, "");
    try (Database database = open(format)) {
      assertThat(sessions(database), contains("a|2", "b|1"));
      assertThat(events(database), contains("e1", "e2", "e3"));
      assertThat(database.rows("FROM events"), is(empty()));
      files.live(NEXT);
    }
    try (Database database = open(format)) {
      assertThat(sessions(database), contains("a|2", "b|1", "n|1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void aSessionStartsByAPauseAnOpeningEventOrTheCap(String format) throws Exception {
    OutputFiles files = new OutputFiles(output, OutputFiles.NITRO, format);
    files.live(
        "sessions",
        DAY,
        List.of(
            session("first", "09:00:00.000", "09:00:00.001", "opening_event"),
            session("a millisecond less than the gap", "09:30:00.000", "09:40:00.000", "activity"),
            session("opened", "09:40:00.001", "09:40:00.001", "opening_event"),
            session("opened after the gap", "10:10:00.001", "10:10:00.001", "opening_event"),
            session("of another machine", "10:10:00.002", "10:10:00.002", "activity")
                .replace("\"m\"", "\"other\"")));
    files.live("events", DAY, A.eventLines(""));
    try (Database database = open(format)) {
      assertThat(
          database.rows("SELECT session_id, started_by FROM session_starts ORDER BY session_start"),
          contains(
              "first|pause",
              "a millisecond less than the gap|cap",
              "opened|opening_event",
              "opened after the gap|pause",
              "of another machine|pause"));
    }
  }

  /** DuckDB reads fractions in JSON as doubles; so the zoom has 15 digits at most here. */
  @Test
  void bothFormatsHaveTheSameRows() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (String format : List.of("json", "parquet")) {
      Path folder = output.resolve(format);
      OutputFiles files = new OutputFiles(folder, OutputFiles.NITRO, format);
      for (String dataset : List.of("sessions", "events")) {
        Map<String, List<String>> days =
            Files.readAllLines(Path.of("testdata/nitro/golden/" + dataset + ".jsonl")).stream()
                .collect(
                    Collectors.groupingBy(
                        line -> line.replaceFirst(".*\"session_start\":\"(.{10}).*", "$1")));
        for (Map.Entry<String, List<String>> day : days.entrySet()) {
          files.live(dataset, day.getKey(), day.getValue());
        }
      }
      String script = TablesScript.print(folder.toString(), "duckdb", format);
      try (Database database = Database.duckDb(script)) {
        List<String> all =
            new ArrayList<>(database.rows("SELECT * FROM session_starts ORDER BY session_id"));
        String rest = format.equals("parquet") ? " EXCLUDE (rest)" : "";
        all.addAll(
            database.rows(
                "SELECT *"
                    + rest
                    + " REPLACE (round(document_zoom, 15) AS document_zoom) FROM current_events"
                    + " ORDER BY session_id, session_index"));
        rows.add(all);
      }
    }
    assertThat(rows.get(0), hasSize(greaterThan(100)));
    assertThat(rows.get(0), is(rows.get(1)));
  }

  private static String session(String id, String start, String end, String openedBy) {
    return Session.of(id, DAY + "T" + start + "Z")
        .line("")
        .replaceFirst("(session_end\":\")[^\"]*", "$1" + DAY + "T" + end + "Z")
        .replace("activity", openedBy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void aColumnHasTheValuesOfItsTypeInAnyTimeZone(String format) throws Exception {
    Path definition =
        Files.writeString(
            output.resolve("hostile.yaml"),
            """
            name: hostile
            event:
              machine: m
              time: {field: sent, format: iso8601}
              action: '"a.b"'
            session: {gap: 30m}
            output:
              columns:
                sent: timestamp
                order: int64
                doc.n: double
                doc.d: {type: "decimal(4,2)", as: amount}
                "doc.it's": boolean
                any: json
            """);
    OutputFiles files = new OutputFiles(output, definition, format);
    files.live(
        "sessions",
        DAY,
        List.of(
            session("s", "09:00:00.000", "09:00:00.000", "activity").replace("machine_id", "m")));
    files.live(
        "events",
        DAY,
        Stream.of(
                "\"sent\":\"2017-02-05T10:00:00.1239+01:00\",\"order\":12,\"doc\":{\"n\":1.5,\"d\":1.5,\"it's\":true},\"any\":[1]",
                "\"sent\":\"2017-02-05\",\"order\":1e3,\"doc\":{\"n\":7,\"d\":99.99,\"it's\":\"true\"},\"any\":\"x\"",
                "\"sent\":\"2017-02-05 09:00:00\",\"order\":1.0,\"doc\":{\"n\":\"7\",\"d\":1.555},\"any\":7",
                "\"sent\":5,\"order\":\"12\",\"doc\":[1]",
                "\"order\":1.5,\"doc\":{\"d\":100}",
                "\"order\":9223372036854775807",
                "\"order\":9223372036854775808",
                "\"order\":null,\"doc\":null")
            .map(
                fields ->
                    "{"
                        + fields
                        + ",\"session_id\":\"s\",\"session_start\":\"2017-02-05T09:00:00.000Z\",\"session_index\":0}")
            .toList());
    String script = TablesScript.print(definition.toString(), output.toString(), "duckdb", format);
    for (String zone : List.of("UTC", "America/New_York")) {
      try (Database database = Database.duckDb(script)) {
        database.run("SET TimeZone = '" + zone + "'");
        assertThat(
            database.rows(
                "SELECT CAST(sent AS VARCHAR), \"order\", doc_n, amount, doc_it_s, \"any\" FROM current_events"
                    + " ORDER BY sent DESC NULLS LAST, \"order\" NULLS LAST, amount NULLS LAST"),
            contains(
                "2017-02-05 09:00:00.123|12|1.5|1.50|true|[1]",
                "2017-02-05 09:00:00|1|null|null|null|7",
                "2017-02-05 00:00:00|1000|7.0|99.99|null|\"x\"",
                "null|9223372036854775807|null|null|null|null",
                "null|null|null|null|null|null",
                "null|null|null|null|null|null",
                "null|null|null|null|null|null",
                "null|null|null|null|null|null"));
        assertThat(
            database.rows("SELECT CAST(session_start AS VARCHAR) FROM current_sessions"),
            contains("2017-02-05 09:00:00"));
      }
    }
    assertThat(script, containsString("\"order\""));
  }
}

package dev.sessionbeam.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views of the current lines, over lines as a streaming run writes them. */
class CurrentViewTest {
  private static final String DATE = "2017-02-05";
  private static final String DAY_BEFORE = "2017-02-04";
  private static final Path GOLDEN = Path.of("testdata/nitro/golden");

  @TempDir private Path output;
  private int files;

  /** A session and its events, as a batch run writes them, or a streaming run as a revision. */
  private record Written(String id, String date, List<String> events) {
    static Written of(String id, String... events) {
      return on(DATE, id, events);
    }

    static Written on(String date, String id, String... events) {
      return new Written(id, date, List.of(events));
    }

    private String day() {
      return date.replaceFirst("/.*", "");
    }

    String session(String revised) {
      return String.format(
          Locale.ROOT,
          "{\"session_id\":\"%s\",\"machine_id\":\"m\",\"session_start\":\"%sT09:00:00.000Z\",\"event_count\":%d,\"actions\":{\"view\":%d,\"revision\":1}%s}",
          id,
          day(),
          events.size(),
          events.size(),
          revised);
    }

    List<String> events(String revised) {
      return IntStream.range(0, events.size())
          .mapToObj(
              index ->
                  String.format(
                      Locale.ROOT,
                      "{\"event_id\":\"%s\",  \"size\":1.50e3,\"name\":\"\\u00e9\u00e9\",\"action\":\"view\",\"session_id\":\"%s\",\"session_start\":\"%sT09:00:00.000Z\",\"session_index\":%d%s}",
                      events.get(index),
                      id,
                      day(),
                      index,
                      revised))
          .toList();
    }
  }

  @Test
  void sessionsWithoutRevisionsAreAllCurrent() throws Exception {
    Written one = Written.of("a", "e1", "e2");
    Written two = Written.of("b", "e3");
    write(one);
    write(two);
    requireOnly(one, two);
  }

  @Test
  void theLastRevisionOfASessionIsCurrent() throws Exception {
    Written revisedTwice = Written.of("a", "e1", "e2", "e3");
    write(Written.of("a", "e1"));
    revise(2, revisedTwice);
    revise(1, Written.of("a", "e1", "e2"));
    requireOnly(revisedTwice);
  }

  @Test
  void aRevisionWithFewerEventsRemovesTheOldEvents() throws Exception {
    Written shorter = Written.of("a", "e1");
    write(Written.of("a", "e1", "e2", "e3"));
    revise(1, shorter);
    requireOnly(shorter);
  }

  @Test
  void anEarlierStartReplacesTheOldSession() throws Exception {
    Written moved = Written.of("earlier", "e0", "e1", "e2");
    write(Written.of("a", "e1", "e2"));
    revise(1, moved, "a");
    requireOnly(moved);
  }

  @Test
  void anEarlierStartReplacesTheOldSessionInAnotherPartition() throws Exception {
    Written moved = Written.on(DAY_BEFORE, "earlier", "e0", "e1");
    write(Written.on(DATE, "a", "e1"));
    revise(1, moved, "a");
    requireOnly(moved);
  }

  @Test
  void anEventBetweenTwoSessionsJoinsThem() throws Exception {
    Written bridged = Written.of("a", "e1", "e2", "e3");
    write(Written.of("a", "e1"));
    write(Written.of("b", "e3"));
    revise(1, bridged, "b");
    requireOnly(bridged);
  }

  @Test
  void aJoinedSessionWithAnEarlierStartReplacesBoth() throws Exception {
    Written bridged = Written.of("earlier", "e0", "e1", "e2", "e3");
    write(Written.of("a", "e1"));
    write(Written.of("b", "e3"));
    revise(1, bridged, "a", "b");
    requireOnly(bridged);
  }

  @Test
  void aLateOpeningEventSplitsASession() throws Exception {
    Written head = Written.of("a", "e1");
    Written tail = Written.of("b", "late", "e2", "e3");
    write(Written.of("a", "e1", "e2", "e3"));
    revise(1, head);
    revise(1, tail);
    requireOnly(head, tail);
  }

  @Test
  void aReplacedSessionBecomesCurrentAgain() throws Exception {
    Written head = Written.of("earlier", "e0");
    Written back = Written.of("a", "e1", "e2");
    write(Written.of("a", "e1"));
    revise(1, Written.of("earlier", "e0", "e1"), "a");
    revise(2, back);
    revise(2, head);
    requireOnly(head, back);
  }

  @Test
  void aSessionThatBecameCurrentAgainIsReplacedAgain() throws Exception {
    Written last = Written.of("earlier", "e0", "e1", "e2");
    write(Written.of("a", "e1"));
    revise(1, Written.of("earlier", "e0", "e1"), "a");
    revise(2, Written.of("a", "e1", "e2"));
    revise(2, Written.of("earlier", "e0"));
    revise(3, last, "a");
    requireOnly(last);
  }

  @Test
  void aSessionReplacedByAReplacedSessionStaysReplaced() throws Exception {
    Written last = Written.of("earliest", "e0", "e1", "e2");
    write(Written.of("a", "e2"));
    revise(1, Written.of("earlier", "e1", "e2"), "a");
    revise(2, last, "earlier");
    requireOnly(last);
  }

  @Test
  void revisionsOfOneSessionDoNotChangeOtherSessions() throws Exception {
    Written revised = Written.of("a", "e1", "e2");
    Written still = Written.of("b", "e3");
    write(Written.of("a", "e1"));
    write(still);
    revise(7, revised);
    requireOnly(revised, still);
  }

  @Test
  void severalPartitionsAreReadAsOne() throws Exception {
    Written one = Written.on(DAY_BEFORE, "a", "e1", "e2");
    Written two = Written.on(DATE, "b", "e3");
    Written three = Written.on("2017-02-06", "c", "e4");
    write(Written.on(DAY_BEFORE, "a", "e1"));
    revise(1, one);
    write(two);
    write(three);
    requireOnly(one, two, three);
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(
          duckDb.rows("SELECT date FROM current_sessions ORDER BY date"),
          contains(DAY_BEFORE, DATE, "2017-02-06"));
      assertThat(
          duckDb.rows("SELECT event_id FROM current_events WHERE date = '" + DATE + "'"),
          contains("e3"));
    }
  }

  @Test
  void foldersOfHoursAreReadToo() throws Exception {
    String nitro = Files.readString(Path.of("pipelines/nitro.yaml"));
    Path definition =
        Files.writeString(
            output.resolve("hours.yaml"), nitro.replace("partition: date", "partition: hour"));
    Written revised = Written.on(DATE + "/hour=09", "a", "e1", "e2");
    write(Written.on(DATE + "/hour=09", "a", "e1"));
    revise(1, revised);
    try (DuckDb duckDb = DuckDb.over(output, definition)) {
      assertThat(duckDb.rows("SELECT event_id FROM current_events"), hasSize(2));
      assertThat(duckDb.rows("SELECT date || hour FROM current_sessions"), contains(DATE + "09"));
    }
  }

  @Test
  void allLinesOfABatchRunAreCurrent() throws Exception {
    List<String> sessions = golden("sessions");
    List<String> events = golden("events");
    write("sessions", DATE, sessions);
    write("events", DATE, events);
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(duckDb.currentSessions(), is(sorted(sessions)));
      assertThat(duckDb.currentEvents(), is(sorted(events)));
      for (String column : columns(duckDb, "sessions")) {
        boolean ofStreaming = column.equals("revision") || column.equals("replaces");
        assertThat(
            column,
            duckDb.rows("SELECT 1 FROM current_sessions WHERE " + column + " IS NOT NULL"),
            ofStreaming ? is(empty()) : hasSize(sessions.size()));
      }
    }
  }

  /** DuckDB's own limit is 16 MiB, and it fails for the whole query. */
  @Test
  void aMachineOfManyActionsIsReadAndDoesNotHideTheOthers() throws Exception {
    String actions =
        IntStream.range(0, 340_000)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT, "\"an action whose name has about fifty bytes: %06d\":1", i))
            .collect(Collectors.joining(","));
    Written other = Written.of("b", "e1");
    String large =
        "{\"session_id\":\"a\",\"machine_id\":\"hostile\",\"actions\":{" + actions + "}}";
    assertThat(large.length(), greaterThan(16 << 20));
    write("sessions", DATE, List.of(large, other.session("")));
    write("events", DATE, other.events(""));
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(
          duckDb.rows("SELECT event_id FROM current_events WHERE machine_id IS NULL"),
          contains("e1"));
      assertThat(
          duckDb.rows("SELECT cardinality(actions) FROM current_sessions ORDER BY session_id"),
          contains("340000", "2"));
    }
  }

  @Test
  void anEventOfManyLargeFieldsIsRead() throws Exception {
    String field = "x".repeat(1 << 20);
    String fields =
        IntStream.range(0, 20)
            .mapToObj(i -> String.format(Locale.ROOT, ",\"f%d\":\"%s\"", i, field))
            .collect(Collectors.joining());
    write(Written.of("a", "e1"));
    write("events", DATE, List.of("{\"event_id\":\"e2\"" + fields + ",\"session_id\":\"a\"}"));
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(
          duckDb.rows("SELECT event_id FROM current_events ORDER BY event_id"),
          contains("e1", "e2"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid", "late"})
  void anOutputWithoutSessionsHasTheColumnsAndNoLines(String dataset) throws Exception {
    write(dataset, DATE, List.of("{\"reason\":\"not_json\",\"session_id\":\"not of a session\"}"));
    write(
        ".sessionbeam-temporary/staged/sessions",
        DATE,
        List.of(Written.of("staged", "e1").session("")));
    List<String> sessions;
    List<String> events;
    try (DuckDb duckDb = DuckDb.over(output)) {
      sessions = columns(duckDb, "current_sessions");
      events = columns(duckDb, "current_events");
      assertThat(duckDb.rows("SELECT * FROM current_sessions"), is(empty()));
      assertThat(duckDb.rows("SELECT * FROM current_events"), is(empty()));
      // The views need not be created again for the first session.
      write(Written.of("a", "e1"));
      assertThat(duckDb.rows("SELECT session_id FROM current_sessions"), contains("a"));
      assertThat(duckDb.rows("SELECT event_id FROM current_events"), contains("e1"));
    }
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(columns(duckDb, "current_sessions"), is(sessions));
      assertThat(columns(duckDb, "current_events"), is(events));
      assertThat(duckDb.rows("SELECT session_id FROM current_sessions"), contains("a"));
    }
  }

  @Test
  void anOutputWithoutAnyFileIsAnError() {
    SQLException e = assertThrows(SQLException.class, () -> DuckDb.over(output).close());
    assertThat(e.getMessage(), containsString("No files found"));
  }

  @Test
  void onlyTheFilesOfTheDatesOfAQueryAreRead() throws Exception {
    write(Written.on(DAY_BEFORE, "a", "e1"));
    write(Written.of("b", "e2"));
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(
          duckDb.plan("SELECT * FROM events WHERE date = '" + DATE + "'"),
          containsString("Scanning Files: 1/2"));
    }
  }

  @Test
  void noJoinComparesEveryLineWithEveryOther() throws Exception {
    write(Written.of("a", "e1"));
    try (DuckDb duckDb = DuckDb.over(output)) {
      for (String view : List.of("current_sessions", "current_events")) {
        String plan = duckDb.plan("SELECT * FROM " + view);
        assertThat(plan, containsString("HASH_JOIN"));
        assertThat(plan, not(containsString("NESTED_LOOP_JOIN")));
        assertThat(plan, not(containsString("CROSS_PRODUCT")));
        assertThat(plan, not(containsString("BLOCKWISE_NL_JOIN")));
      }
    }
  }

  private static List<String> columns(DuckDb duckDb, String table) throws SQLException {
    return duckDb.rows("SELECT column_name FROM (DESCRIBE " + table + ")");
  }

  private void write(Written session) throws IOException {
    write(session, "", "");
  }

  private void revise(int revision, Written session, String... replaced) throws IOException {
    String field = ",\"revision\":" + revision;
    String replaces =
        replaced.length == 0 ? "" : ",\"replaces\":[\"" + String.join("\",\"", replaced) + "\"]";
    write(session, field, field + replaces);
  }

  private void write(Written session, String ofEvents, String ofSession) throws IOException {
    write("sessions", session.date(), List.of(session.session(ofSession)));
    write("events", session.date(), session.events(ofEvents));
  }

  private void write(String dataset, String date, List<String> lines) throws IOException {
    Path folder = Files.createDirectories(output.resolve(dataset).resolve("date=" + date));
    Path file = folder.resolve(String.format(Locale.ROOT, "part-%032x.jsonl.gz", files++));
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Requires that exactly these sessions are current. The fields of revisions are not compared. */
  private void requireOnly(Written... sessions) throws IOException, SQLException {
    try (DuckDb duckDb = DuckDb.over(output)) {
      assertThat(
          duckDb.currentSessions(),
          is(sorted(Stream.of(sessions).map(session -> session.session("")).toList())));
      assertThat(
          duckDb.currentEvents(),
          is(sorted(Stream.of(sessions).flatMap(session -> session.events("").stream()).toList())));
    }
  }

  private static List<String> golden(String dataset) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(dataset + ".jsonl"));
  }

  private static List<String> sorted(List<String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    sorted.sort(null);
    return sorted;
  }
}

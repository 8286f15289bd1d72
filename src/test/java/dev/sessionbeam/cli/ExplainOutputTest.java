package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.explain.Explain;
import dev.sessionbeam.explain.ExplainedSession;
import dev.sessionbeam.explain.MachineTimeline;
import dev.sessionbeam.io.file.FileRecords;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.session.StartReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code explain} says about the sessions of an output. */
class ExplainOutputTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");

  private static final String A = "aaaaaaaa-0000-5000-8000-000000000000";
  private static final String B = "bbbbbbbb-0000-5000-8000-000000000000";
  private static final String C = "cccccccc-0000-5000-8000-000000000000";

  @TempDir private Path folder;

  private CommandRun explain(String... args) {
    List<String> all =
        new ArrayList<>(List.of("explain", "--definition=" + DEFINITION, "--output=" + folder));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void theSessionsOfTheSampleStartForTheReasonsThatItsRecordsHave(String format) throws Exception {
    Path output = folder.resolve(format);
    CommandRun run =
        CommandRun.run("DirectRunner", DEFINITION, SAMPLE, output, "--format=" + format);
    assertThat(run.err(), run.status(), is(0));
    Definition definition = DefinitionReader.read(DEFINITION);
    Explain explain = new Explain(definition, null, null);
    for (Path file : CommandRun.files(SAMPLE)) {
      try (FileRecords records = FileRecords.open(file, false, false)) {
        for (RawRecord record = records.next(); record != null; record = records.next()) {
          explain.add(record);
        }
      }
    }
    int sessions = 0;
    for (MachineTimeline machine : explain.result().machines()) {
      List<String> expected = machine.sessions().stream().map(ExplainOutputTest::text).toList();
      CommandRun written =
          CommandRun.of(
              "explain",
              "--definition=" + DEFINITION,
              "--output=" + output,
              "--machine=" + machine.machine(),
              "--json");
      assertThat(written.err(), written.status(), is(0));
      List<String> actual = new ArrayList<>();
      for (String line : written.out().lines().toList()) {
        JsonNode session = Json.tree(line);
        actual.add(session.path("session_id").asText() + " " + session.path("started_by").asText());
        assertThat(line, session.path("current").asBoolean(), is(true));
      }
      assertThat(machine.machine(), actual, is(expected));
      sessions += actual.size();
    }
    assertThat(sessions, is(greaterThan(50)));
  }

  private static String text(ExplainedSession session) {
    boolean isFirst = session.reason() == StartReason.FIRST_EVENT;
    return session.id() + " " + (isFirst ? "pause" : session.reason().code());
  }

  private void line(
      String part, String id, String start, String end, String openedBy, String revision)
      throws IOException {
    Path file = folder.resolve("sessions/date=2017-02-05/part-" + part.repeat(32) + ".jsonl");
    Files.createDirectories(file.getParent());
    String line =
        String.format(
            Locale.ROOT,
            "{\"session_id\":\"%s\",\"machine_id\":\"m\",\"session_start\":\"2017-02-05T%s:00.000Z\","
                + "\"session_end\":\"2017-02-05T%s:00.000Z\",\"event_count\":2,\"opened_by\":\"%s\"%s}\n",
            id,
            start,
            end,
            openedBy,
            revision);
    Files.writeString(file, (Files.exists(file) ? Files.readString(file) : "") + line);
  }

  /** A late event before B moved the start of B to that of A, and C follows. */
  private void revisions() throws IOException {
    line("1", B, "10:00", "10:20", "activity", "");
    line("1", C, "10:40", "10:50", "opening_event", "");
    line("2", A, "09:50", "10:20", "activity", ",\"revision\":1,\"replaces\":[\"" + B + "\"]");
    line("3", A, "09:50", "10:21", "activity", ",\"revision\":2");
  }

  @Test
  void revisionsAndReplacedSessionsAreExplained() throws IOException {
    revisions();
    CommandRun run = explain("--machine=m");
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out(),
        is(
            """
            machine m  2 current sessions

              session  aaaaaaaa-0000-5000-8000-000000000000  2017-02-05T09:50:00.000Z to 2017-02-05T10:21:00.000Z
              starts   first session of the machine in this output
              lines    revision 2, current: 2 events, opened by activity, in sessions/date=2017-02-05/part-33333333333333333333333333333333.jsonl
                       revision 1, no longer current: 2 events, opened by activity, replaces bbbbbbbb-0000-5000-8000-000000000000, in sessions/date=2017-02-05/part-22222222222222222222222222222222.jsonl

              session  bbbbbbbb-0000-5000-8000-000000000000  2017-02-05T10:00:00.000Z to 2017-02-05T10:20:00.000Z
              ended    replaced by aaaaaaaa-0000-5000-8000-000000000000, revision 1
              lines    revision 0, no longer current: 2 events, opened by activity, in sessions/date=2017-02-05/part-11111111111111111111111111111111.jsonl

              session  cccccccc-0000-5000-8000-000000000000  2017-02-05T10:40:00.000Z to 2017-02-05T10:50:00.000Z
              starts   opening event, 19m after the session before
              lines    revision 0, current: 2 events, opened by opening_event, in sessions/date=2017-02-05/part-11111111111111111111111111111111.jsonl
            """));
  }

  @Test
  void oneSessionIsExplainedWithTheReasonThatItHasInItsMachine() throws IOException {
    revisions();
    CommandRun run = explain("--session=" + C);
    assertThat(run.out(), startsWith("machine m  2 current sessions\n\n  session  " + C));
    assertThat(run.out(), containsString("opening event, 19m after the session before"));
    CommandRun replaced = explain("--session=" + B, "--json");
    assertThat(replaced.out(), containsString("\"current\":false,\"replaced_by\":\"" + A + "\""));
  }

  @Test
  void aSessionThatComesBackIsCurrentAgain() throws IOException {
    revisions();
    line("4", B, "10:00", "10:21", "activity", ",\"revision\":3,\"replaces\":[\"" + A + "\"]");
    CommandRun run = explain("--machine=m", "--json");
    List<String> current = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode session = Json.tree(line);
      if (session.path("current").asBoolean()) {
        current.add(session.path("session_id").asText());
      }
    }
    assertThat(current, is(List.of(B, C)));
  }

  @Test
  void ofASettledDayTheLinesOfItsCurrentVersionCount() throws IOException {
    revisions();
    Path settled = Files.createDirectories(folder.resolve("settled/sessions/date=2017-02-05"));
    String version = "5".repeat(16);
    String name = "/part-%s-00000-of-00001.jsonl";
    Files.writeString(
        Path.of(settled + String.format(Locale.ROOT, name, version)),
        Files.readString(
            folder.resolve("sessions/date=2017-02-05/part-" + "1".repeat(32) + ".jsonl")));
    Files.writeString(
        Path.of(settled + String.format(Locale.ROOT, name, "6".repeat(16))), "not JSON\n");
    Files.createDirectories(folder.resolve("settled/days"));
    Files.writeString(
        folder.resolve("settled/days/2017-02-05_1.json"),
        "{\"date\":\"2017-02-05\",\"number\":1,\"version\":\"" + version + "\",\"replaced\":[]}\n");
    CommandRun run = explain("--machine=m");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), startsWith("machine m  2 current sessions\n\n  session  " + B));
    assertThat(run.out(), containsString("in settled/sessions/date=2017-02-05/part-" + version));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    revisions();
    CommandRun machine = explain("--machine=other");
    assertThat(machine.status(), is(2));
    assertThat(
        machine.err(),
        is(
            "sessionbeam: --output: "
                + folder
                + " has no line of the machine other: it has 3 files of sessions. Check the id, or"
                + " look for rejected records in invalid/\n"));
    assertThat(explain("--session=x").err(), containsString("has no line of the session x: "));
  }

  @Test
  void aLineThatTheDefinitionDoesNotWriteIsNamedWithItsFile() throws IOException {
    line("1", A, "10:00", "10:20", "activity", "");
    Path file = folder.resolve("sessions/date=2017-02-05/part-" + "1".repeat(32) + ".jsonl");
    Files.writeString(file, "{}\n");
    CommandRun run = explain("--machine=m");
    assertThat(run.status(), is(2));
    assertThat(run.err(), startsWith("sessionbeam: --output: " + file + " has a line"));
  }

  @Test
  void everythingThatIsWrongWithTheFlagsIsReportedAtOnce() {
    assertThat(
        explain("--replay", "--machine=a", "--session=b").err(),
        is(
            """
            sessionbeam: --output: give --machine=ID or --session=ID, and not both
            sessionbeam: --output explains what a run has written: remove INPUT, --routes, --from, --to and --replay, which are for records
            """));
    CommandRun without = CommandRun.of("explain", "--definition=" + DEFINITION, "--machine=m");
    assertThat(
        without.err(),
        is(
            "sessionbeam: --machine, --session, --awsRegion and --s3Endpoint are for --output: give the"
                + " output of a run too\n"));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs backfills: runs over a range of days. */
class BackfillTest {
  private static final Path NITRO = Path.of("pipelines", "nitro.yaml");
  private static final String DAY = "2017-02-05";
  private static final String NEXT = "2017-02-06";

  @TempDir private Path folder;
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
  }

  private static String event(String id, String machine, String time, String action) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"%s\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"%s\",\"build\":\"11.0.3\"}",
        id,
        Instant.parse(time).toEpochMilli(),
        action,
        machine);
  }

  private CommandRun days(String from, String to, String... more) {
    return daysBy("DirectRunner", from, to, more);
  }

  private CommandRun daysBy(String runner, String from, String to, String... more) {
    List<String> flags = new ArrayList<>(List.of("--from=" + from, "--to=" + to));
    flags.addAll(List.of(more));
    return CommandRun.run(runner, NITRO, raw, output, flags.toArray(new String[0]));
  }

  private JsonNode ledger(String from, String to) throws IOException {
    Path file = output.resolve("_summary_" + from + "_" + to + ".json");
    return new ObjectMapper().readTree(Files.readString(file));
  }

  /** Each file's content and when it was written. */
  private Map<Path, String> state() throws IOException {
    Map<Path, String> state = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      state.put(
          file,
          new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
              + Files.getLastModifiedTime(file));
    }
    return state;
  }

  private void simulateSomeDays() throws IOException {
    CommandRun simulated =
        CommandRun.of(
            "simulate",
            "--events=4000",
            "--machines=20",
            "--seed=5",
            "--duplicates=0.05",
            "--invalid=0.01",
            "--output=" + raw);
    assertThat(simulated.err(), simulated.status(), is(0));
    // Machines that never pause. They start around noon: a session is cut at midnight if it is then
    // at least half of max_duration old.
    List<String> robots = new ArrayList<>();
    for (int robot = 0; robot < 60; robot++) {
      Instant start = Instant.parse("2017-02-04T10:30:00Z").plus(Duration.ofMinutes(robot * 3L));
      boolean inSeconds = robot % 3 == 0;
      for (int i = 0; i < 150; i++) {
        long millis = start.plus(Duration.ofMinutes(29L * i)).toEpochMilli();
        robots.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"robot-%d\",\"build\":\"%s\"}",
                i,
                inSeconds ? millis / 1000 : millis,
                robot,
                inSeconds ? "9.0.1" : "11.0.3"));
      }
    }
    Files.write(raw.resolve("robots.jsonl"), robots);
  }

  @Test
  void daysComputedOneByOneAreTheWholeByteForByteAndOneOfThemCanBeReplaced() throws IOException {
    simulateSomeDays();
    Path whole = folder.resolve("whole");
    CommandRun all = CommandRun.run("FlinkRunner", NITRO, raw, whole);
    assertThat(all.err(), all.status(), is(0));
    JsonNode wholeLedger =
        new ObjectMapper().readTree(Files.readString(whole.resolve("_summary.json")));

    Map<String, Long> sums = new TreeMap<>();
    LocalDate end = LocalDate.parse("2017-02-09");
    for (LocalDate day = LocalDate.parse("2017-02-04"); day.isBefore(end); day = day.plusDays(1)) {
      String from = day.toString();
      String to = day.plusDays(1).toString();
      CommandRun run = daysBy("FlinkRunner", from, to);
      assertThat(run.err(), run.status(), is(0));
      assertThat(run.out(), containsString("The ledger adds up."));
      for (String term : List.of("events_written", "duplicates", "sessions")) {
        sums.merge(term, ledger(from, to).get(term).asLong(), Long::sum);
      }
      assertThat(ledger(from, to).get("invalid"), is(wholeLedger.get("invalid")));
    }
    requireSame(whole);
    assertThat("several days", CommandRun.files(output.resolve("events")).size(), greaterThan(3));
    sums.forEach((term, sum) -> assertThat(term, sum, is(wholeLedger.get(term).asLong())));
    assertThat(wholeLedger.get("duplicates").asLong(), greaterThan(0L));
    assertThat(wholeLedger.get("invalid").asLong(), greaterThan(0L));
    assertThat(Files.exists(output.resolve("invalid")), is(false));
    assertThat(Files.exists(output.resolve("_summary.json")), is(false));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));

    Path stale = output.resolve("events/date=2017-02-06/part-00007-of-00008.jsonl");
    Files.writeString(stale, "{\"stale\":true}\n");
    Path notes = Files.writeString(output.resolve("sessions/date=2017-02-06/notes.txt"), "mine");
    for (Path file : CommandRun.files(output)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    Map<Path, String> before = state();
    CommandRun rejected = days("2017-02-06", "2017-02-07");
    assertThat(rejected.status(), is(2));
    assertThat(rejected.err(), containsString("holds 2017-02-06 already; --overwrite"));
    assertThat(state(), is(before));

    CommandRun again = daysBy("FlinkRunner", "2017-02-06", "2017-02-07", "--overwrite");
    assertThat(again.err(), again.status(), is(0));
    assertThat(Files.readString(notes), is("mine"));
    Files.delete(notes);
    requireSame(whole);
    Map<Path, String> after = state();
    before.keySet().removeIf(BackfillTest::isOfTheSixth);
    after.keySet().removeIf(BackfillTest::isOfTheSixth);
    assertThat(after, is(before));
    assertThat(
        Files.getLastModifiedTime(output.resolve("_summary_2017-02-06_2017-02-07.json"))
            .toInstant()
            .isAfter(Instant.parse("2020-01-01T00:00:00Z")),
        is(true));
  }

  private static boolean isOfTheSixth(Path file) {
    return file.toString().contains("2017-02-06") && !file.toString().contains("2017-02-05_");
  }

  private void requireSame(Path whole) throws IOException {
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          CommandRun.lines(output, dataset).equals(CommandRun.lines(whole, dataset)), is(true));
    }
  }

  /** A session over midnight, one that starts the day before, one of the day after; a duplicate. */
  private void writeThreeSessions() throws IOException {
    Files.write(
        raw.resolve("a.jsonl"),
        List.of(
            event("e1", "m", "2017-02-04T23:50:00Z", "start"),
            event("e2", "m", "2017-02-05T00:10:00Z", "view"),
            event("e3", "m", "2017-02-05T23:50:00Z", "start"),
            event("e4", "m", "2017-02-06T00:10:00Z", "view"),
            event("e4", "m", "2017-02-06T00:10:00Z", "view"),
            event("e5", "m", "2017-02-06T10:00:00Z", "view"),
            event("e6", "other", "2017-01-01T10:00:00Z", "view"),
            event("e7", "other", "2017-03-01T10:00:00Z", "view"),
            "no event"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void theLedgerOfARangeCountsEventsOutsideOfItAndNamesTheNeededOnes(String runner)
      throws IOException {
    writeThreeSessions();
    CommandRun run = daysBy(runner, DAY, NEXT);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        ledger(DAY, NEXT).toString().replace(folder.toString(), "FOLDER"),
        is(
            "{\"pipeline\":\"nitro\",\"from\":\"2017-02-05\",\"to\":\"2017-02-06\","
                + "\"events_needed_from\":\"2017-02-04T11:30:00.000Z\","
                + "\"events_needed_up_to\":\"2017-02-07T00:00:00.000Z\","
                + "\"records_read\":9,\"events_written\":2,\"duplicates\":1,\"invalid\":1,\"late\":0,"
                + "\"filtered\":0,\"outside_of_range\":5,\"before_range\":3,\"after_range\":2,\"adds_up\":true,"
                + "\"sessions\":1,\"sessions_opened_by_opening_event\":1,"
                + "\"sessions_opened_by_activity\":0,\"invalid_by_reason\":{\"not_json\":1},"
                + "\"most_frequent_rejections\":[{\"reason\":\"not_json\",\"records\":1,"
                + "\"example\":{\"source\":\"FOLDER/raw/a.jsonl at byte 762\","
                + "\"message\":\"the bytes are not JSON\"}}]}"));
    assertThat(CommandRun.lines(output, "sessions").size(), is(1));
    assertThat(
        CommandRun.lines(output, "sessions").get(0),
        containsString("\"session_end\":\"2017-02-06T00:10:00.000Z\""));
    assertThat(
        run.err(),
        allOf(
            containsString("from 2017-02-04T11:30:00.000Z up to 2017-02-07T00:00:00.000Z"),
            not(containsString("Note:"))));
    assertThat(
        run.out().replaceAll(" +", " "),
        allOf(
            containsString("+ invalid, not written 1"),
            containsString("+ outside of --from and --to 5")));
    assertThat(CommandRun.lines(output, "invalid"), is(empty()));
  }

  @Test
  void aNoteIsPrintedIfNoEventIsReadBeforeOrAfterTheRange() throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(event("e", "m", "2017-02-05T10:00:00Z", "view")));
    CommandRun run = days(DAY, NEXT);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.err(),
        allOf(
            containsString("no event before the range was read"),
            containsString("no event after the range was read")));
  }

  @Test
  void severalDaysAndHourlyPartitionsAreReplacedToo() throws IOException {
    writeThreeSessions();
    Path hourly = folder.resolve("hourly.yaml");
    Files.writeString(
        hourly, Files.readString(NITRO).replace("partition: date ", "partition: hour "));
    String[] flags = {"--from=2017-02-04", "--to=2017-02-07", "--overwrite", "--compression=none"};
    assertThat(CommandRun.run("DirectRunner", hourly, raw, output, flags).status(), is(0));
    assertThat(Files.exists(output.resolve("events/date=2017-02-05/hour=23")), is(true));
    assertThat(CommandRun.run("DirectRunner", NITRO, raw, output, flags).status(), is(0));
    assertThat(Files.exists(output.resolve("events/date=2017-02-05/hour=23")), is(false));
    assertThat(CommandRun.lines(output, "events").size(), is(5));
  }

  @Test
  void withoutMaxDurationTheGapBeforeAndEverythingAfterAreNeeded() throws IOException {
    writeThreeSessions();
    Path uncapped = folder.resolve("uncapped.yaml");
    Files.writeString(
        uncapped, Files.readString(NITRO).replace("max_duration: 24h", "max_duration: 0"));
    CommandRun run =
        CommandRun.run(
            "DirectRunner", uncapped, raw, output, "--from=2017-02-05", "--to=2017-02-06");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.err(), containsString("from 2017-02-04T23:30:00.000Z on, because"));
    assertThat(CommandRun.lines(output, "events").size(), is(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --from=2017-13-01 --to=2017-02-06          | --from: '2017-13-01' is not a date: write it like 2017-02-05
          --from=2017-02-05 --to=2017-02-30          | --to: '2017-02-30' is not a date
          --from=05.02.2017 --to=2017-02-06          | --from: '05.02.2017' is not a date
          --from=2017-02-05                          | --to=DATE is missing: give both --from and --to
          --to=2017-02-05                            | --from=DATE is missing
          --from=1017-02-05 --to=2017-02-06          | --from: 1017-02-05 must be in the years 2000 to 2099
          --from=2017-02-05 --to=2017-02-05          | For 2017-02-05 alone, give --to=2017-02-06
          --from=2017-02-06 --to=2017-02-05          | --to=2017-02-05 must be after --from=2017-02-06
          --from=2017-02-05 --to=2017-02-06 --streaming | --from is for batch runs
          """)
  void faultsAreReportedBeforeAnythingIsRead(String flags, String message) throws IOException {
    writeThreeSessions();
    CommandRun run = CommandRun.run("DirectRunner", NITRO, raw, output, flags.split(" "));
    assertThat(run.status(), is(2));
    assertThat(
        run.err().toLowerCase(Locale.ROOT), containsString(message.toLowerCase(Locale.ROOT)));
    assertThat(run.err(), not(containsString("\tat ")));
    assertThat(CommandRun.files(output), is(empty()));
  }

  @Test
  void aBackfillOfAMissingInputIsRejected() {
    CommandRun run =
        CommandRun.run(
            "DirectRunner",
            NITRO,
            folder.resolve("archive/date=2017-02-05"),
            output,
            "--from=2017-02-05",
            "--to=2017-02-06");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("archive/date=2017-02-05 does not exist"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void aFailedRunLeavesTheOldDays(String runner) throws IOException {
    writeThreeSessions();
    assertThat(days(DAY, NEXT).status(), is(0));
    Map<Path, String> before = state();
    Files.write(raw.resolve("cut.jsonl.gz"), new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0});
    CommandRun run = daysBy(runner, DAY, NEXT, "--overwrite");
    assertThat(run.err(), run.status(), is(1));
    assertThat(state(), is(before));
  }

  @Test
  void daysWithoutASessionDoNotReplaceDaysThatHaveSome() throws IOException {
    writeThreeSessions();
    assertThat(days(DAY, NEXT).status(), is(0));
    Map<Path, String> before = state();
    Files.write(raw.resolve("a.jsonl"), List.of(event("e", "m", "2017-02-09T10:00:00Z", "view")));
    CommandRun run = days(DAY, NEXT, "--overwrite");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        containsString(
            "no session starts on 2017-02-05, but the output holds events/, sessions/. Nothing"));
    assertThat(state(), is(before));

    CommandRun elsewhere = days("2017-02-11", "2017-02-13");
    assertThat(elsewhere.err(), elsewhere.status(), is(0));
    assertThat(CommandRun.files(output).size(), is(before.size() + 1));
  }

  @Test
  void leftoversOfAKilledRunOverTheseDaysAreDeletedAndThoseOfOtherDaysStay() throws IOException {
    writeThreeSessions();
    String temporary = ".sessionbeam-temporary/%s/events/date=x/part-00000-of-00001.jsonl.gz";
    Path ours = output.resolve(String.format(Locale.ROOT, temporary, "2017-02-05_2017-02-06"));
    Path theirs = output.resolve(String.format(Locale.ROOT, temporary, "2017-02-06_2017-02-07"));
    for (Path left : List.of(ours, theirs)) {
      Files.createDirectories(left.getParent());
      Files.writeString(left, "half");
    }
    CommandRun run = days(DAY, NEXT);
    assertThat(run.err(), run.status(), is(0));
    assertThat(Files.exists(ours), is(false));
    assertThat(Files.exists(theirs), is(true));
    assertThat(CommandRun.lines(output, "events").size(), is(2));
  }

  @Test
  void aRunOverAllDaysReplacesBackfillsAndTheirLedgers() throws IOException {
    writeThreeSessions();
    assertThat(days(DAY, NEXT).status(), is(0));
    assertThat(CommandRun.run("DirectRunner", NITRO, raw, output, "--overwrite").status(), is(0));
    assertThat(Files.exists(output.resolve("_summary_2017-02-05_2017-02-06.json")), is(false));
    assertThat(CommandRun.lines(output, "events").size(), is(7));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.lease.HeldLease;
import dev.sessionbeam.lease.LeaseClaim;
import dev.sessionbeam.lease.LeaseStore;
import dev.sessionbeam.lease.LeaseStores;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.lease.RunKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settles days: few files, and the same current lines. */
class SettleTest {
  /** {@code make settle} has 2,000 files of a day. */
  private static final int FILES = Integer.getInteger("settle.files", 100);

  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final String DAY = "2017-02-05";
  private static final String NEXT = "2017-02-06";

  @TempDir private Path folder;
  private Path output = Path.of("");

  @BeforeEach
  void nameTheOutput() {
    output = folder.resolve("out");
  }

  private CommandRun settle(String... more) {
    return settleWith(NITRO, more);
  }

  private CommandRun settleWith(Path definition, String... more) {
    List<String> args =
        new ArrayList<>(List.of("settle", "--definition=" + definition, "--output=" + output));
    args.addAll(List.of(more));
    if (args.stream().noneMatch(arg -> arg.startsWith("--runner="))) {
      args.add("--runner=DirectRunner");
    }
    return CommandRun.of(args.toArray(new String[0]));
  }

  private static void requireDone(CommandRun run) {
    assertThat(run.err(), run.status(), is(0));
  }

  private void requireCurrent(LiveHistory history) throws IOException {
    CurrentLines lines = CurrentLines.of(output);
    assertThat(lines.sessions(), is(history.sessions()));
    assertThat(lines.events(), is(history.events()));
  }

  private List<String> settled(String name) throws IOException {
    return names("settled/" + name);
  }

  private List<String> names(String name) throws IOException {
    return CommandRun.files(output.resolve(name)).stream()
        .map(file -> output.relativize(file).toString())
        .toList();
  }

  /** Of each kind of history some, of many machines. */
  private static LiveHistory historyOfADay(int machines) {
    LiveHistory history = new LiveHistory();
    for (int i = 0; i < machines; i++) {
      String machine = "m" + i;
      history
          .once(machine, DAY + "T01:00:00.000Z", 1 + i % 3)
          .revised(machine, DAY + "T03:00:00.000Z", 1 + i % 4)
          .replaced(machine, DAY + "T06:00:00.000Z", DAY + "T05:00:00.000Z")
          .splitAgain(machine, DAY + "T09:00:00.000Z", DAY + "T08:00:00.000Z");
    }
    return history;
  }

  @Test
  void aDayOfManySmallFilesBecomesFewSortedFilesWithTheSameLines() throws IOException {
    LiveHistory history = historyOfADay(Math.max(20, FILES / 5));
    history.writeTo(output, FILES / 2);
    assertThat(CommandRun.files(output), hasSize(FILES / 2 * 2));
    requireCurrent(history);

    CommandRun run = settle("--files=3");
    requireDone(run);
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(run.out(), containsString("Settled: " + DAY));
    assertThat(settled("events"), hasSize(3));
    assertThat(settled("sessions"), hasSize(3));
    assertThat(settled("days"), is(List.of("settled/days/" + DAY + "_1.json")));
    assertThat("hidden", Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
    requireCurrent(history);
    for (Path file : CommandRun.files(output.resolve("settled/events"))) {
      List<String> lines = CommandRun.linesOf(file);
      assertThat(lines, is(lines.stream().sorted(SettleTest::compareEvents).toList()));
    }
  }

  private static int compareEvents(String left, String right) {
    return place(left).compareTo(place(right));
  }

  /** Machine, start and index as a text that sorts in this order. */
  private static String place(String event) {
    String machine = event.replaceFirst(".*\"machine_id\":\"([^\"]*)\".*", "$1");
    String start = event.replaceFirst(".*\"session_start\":\"([^\"]*)\".*", "$1");
    String index = event.replaceFirst(".*\"session_index\":(\\d+).*", "$1");
    return machine + '\0' + start + String.format(Locale.ROOT, "%05d", Integer.parseInt(index));
  }

  @Test
  void settlingTwiceChangesNothing() throws IOException {
    historyOfADay(5).writeTo(output, 4);
    requireDone(settle("--files=1"));
    Map<String, String> before = state();
    CommandRun again = settle("--files=1");
    requireDone(again);
    assertThat(again.out(), containsString("No day may settle now"));
    assertThat(state(), is(before));
  }

  /** The size of each file and when it was written. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      state.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {DAY, NEXT})
  void sessionsThatMoveOverMidnightStayCurrentWhenOnlyOneOfTheDaysIsSettled(String only)
      throws IOException {
    LiveHistory history =
        new LiveHistory()
            .replaced("m1", NEXT + "T00:10:00.000Z", DAY + "T23:50:00.000Z")
            .splitAgain("m2", NEXT + "T00:20:00.000Z", DAY + "T23:40:00.000Z")
            .revised("m3", DAY + "T23:30:00.000Z", 2)
            .once("m4", NEXT + "T00:30:00.000Z", 1);
    history.writeTo(output, 3);
    if (only.equals(DAY)) {
      requireDone(settle("--before=" + NEXT));
    } else {
      requireDone(settle());
      Files.delete(output.resolve("settled/days/" + DAY + "_1.json"));
    }
    assertThat(settled("days"), is(List.of("settled/days/" + only + "_1.json")));
    requireCurrent(history);
    requireDone(settle());
    requireCurrent(history);
    assertThat(
        Files.readString(output.resolve("settled/days/" + DAY + "_1.json")),
        containsString("\"revision\":1}"));
    assertThat(settled("days"), hasSize(2));
  }

  @Test
  void partitionsOfHoursSettleToo() throws IOException {
    Path definition = folder.resolve("hours.yaml");
    String nitro = Files.readString(NITRO);
    Files.writeString(definition, nitro.replace("partition: date", "partition: hour"));
    Path input = simulated(2_000);
    requireDone(CommandRun.run("DirectRunner", definition, input, output, "--filesPerPartition=2"));
    List<String> events = CommandRun.lines(output, "events");
    List<String> sessions = CommandRun.lines(output, "sessions");
    assertThat(names("events").get(0), containsString("/hour="));

    requireDone(settleWith(definition, "--files=1"));
    long folders =
        names("events").stream().map(name -> Path.of(name).getParent()).distinct().count();
    assertThat((long) settled("events").size(), is(folders));
    assertThat(names("events").size(), is(greaterThan((int) folders)));
    assertThat(settled("events").get(0), containsString("/hour="));
    CurrentLines lines = CurrentLines.of(output);
    assertThat(lines.events().equals(events), is(true));
    assertThat(lines.sessions().equals(sessions), is(true));
  }

  private Path simulated(int events) {
    Path input = folder.resolve("in");
    requireDone(
        CommandRun.of(
            "simulate", "--events=" + events, "--machines=50", "--seed=7", "--output=" + input));
    return input;
  }

  /** A stream with late events, and sessions over midnight; at its end, every day may settle. */
  @ParameterizedTest
  @ValueSource(strings = {"json", "parquet"})
  void theSettledDaysOfAStreamAreTheLinesOfBatch(String format) throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 2_400; i++) {
      // One event a minute, of two machines. Every 50th comes five hours late and bridges a pause.
      int minute = i % 50 == 49 ? i - 300 : i;
      boolean pause = i % 50 != 49 && i % 50 > 10 && i % 50 < 45;
      if (!pause && minute >= 0) {
        records.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"m%d\",\"build\":\"11.0\",\"x\":1.50}",
                i,
                1486252800000L + minute * 60_000L,
                i % 170 == 0 ? "start" : "view",
                i % 2));
      }
    }
    Files.write(input.resolve("in.jsonl"), records);
    requireDone(
        CommandRun.run(
            "FlinkRunner",
            NITRO,
            input,
            output,
            "--format=" + format,
            "--streaming",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms",
            "--maxDisorder=1m",
            "--replayRate=400/s",
            "--autoWatermarkInterval=1",
            "--maxBundleSize=1",
            "--parallelism=1"));
    assertThat(
        Files.readString(output.resolve("_progress.json")),
        containsString("Z\",\"ended\":true}\n"));
    int live = names("events").size();

    CommandRun run = settle("--runner=FlinkRunner");
    requireDone(run);
    assertThat(run.out(), not(containsString(" superseded                      0")));
    assertThat(settled("events").size(), is(settled("days").size()));
    assertThat(settled("events").size(), is(lessThan(live)));
    assertThat(settled("events").get(0).endsWith("parquet"), is(format.equals("parquet")));
    Path batch = folder.resolve("batch");
    requireDone(CommandRun.run("FlinkRunner", NITRO, input, batch, "--format=" + format));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          CommandRun.lines(output.resolve("settled"), dataset),
          is(CommandRun.lines(batch, dataset)));
    }
  }

  private void writeProgress(String watermark) throws IOException {
    Files.createDirectories(output);
    Files.writeString(
        output.resolve("_progress.json"),
        "{\"watermark\":\"" + watermark + "\",\"ended\":false}\n");
  }

  @Test
  void aDayThatMayStillChangeIsRefusedWithTheTimeFromWhichItMaySettle() throws IOException {
    LiveHistory history =
        new LiveHistory()
            .once("m", DAY + "T01:00:00.000Z", 2)
            .once("m", NEXT + "T01:00:00.000Z", 2);
    history.writeTo(output, 2);
    // max_duration 1 d, allowed_lateness 1 d, gap 30 min.
    writeProgress("2017-02-10T00:29:59.999Z");
    CommandRun refused = settle("--before=2017-02-07");
    assertThat(refused.status(), is(2));
    assertThat(
        refused.err(),
        containsString(
            DAY
                + " may still change: it may settle when the stream's watermark has reached"
                + " 2017-02-10T00:30:00.000Z; it is at 2017-02-10T00:29:59.999Z now"));
    assertThat(refused.err(), containsString("reached 2017-02-11T00:30:00.000Z"));
    CommandRun none = settle();
    requireDone(none);
    assertThat(none.out(), containsString("No day may settle"));
    assertThat(settled("days"), is(empty()));

    writeProgress("2017-02-10T00:30:00.000Z");
    requireDone(settle());
    assertThat(settled("days"), is(List.of("settled/days/" + DAY + "_1.json")));
    requireCurrent(history);
  }

  @Test
  void nothingSettlesBesideAStreamThatHasNotReportedYet() throws IOException {
    new LiveHistory().once("m", DAY + "T01:00:00.000Z", 2).writeTo(output, 2);
    Path notes = Files.createDirectories(output.resolve(".sessionbeam-temporary/streams"));
    Files.writeString(notes.resolve("0123456789abcdef.json"), "{}");
    CommandRun none = settle();
    requireDone(none);
    assertThat(settled("days"), is(empty()));
    CommandRun refused = settle("--before=" + NEXT);
    assertThat(refused.status(), is(2));
    assertThat(refused.err(), containsString("it has not reported one yet"));
  }

  @Test
  void withoutAMaxDurationOnlyTheUserKnowsWhichDaysAreFinal() throws IOException {
    Path definition = folder.resolve("endless.yaml");
    Files.writeString(
        definition, Files.readString(NITRO).replace("max_duration: 24h", "max_duration: 0"));
    LiveHistory history = new LiveHistory().once("m", DAY + "T01:00:00.000Z", 2);
    history.writeTo(output, 2);
    writeProgress("2027-02-10T00:30:00.000Z");
    requireDone(settleWith(definition));
    assertThat(settled("days"), is(empty()));
    CommandRun run = settleWith(definition, "--before=" + NEXT);
    requireDone(run);
    assertThat(run.err(), containsString("Warning: with max_duration: 0"));
    assertThat(settled("days"), hasSize(1));
    requireCurrent(history);
  }

  @Test
  void anotherRunThatHoldsADayOfItIsNamed() throws IOException {
    new LiveHistory().once("m", DAY + "T01:00:00.000Z", 2).writeTo(output, 2);
    try (LeaseStore store =
        LeaseStores.in(
            output + "/.sessionbeam-temporary/leases/", PipelineOptionsFactory.create())) {
      HeldLease.acquire(
          store,
          new LeaseClaim(
              "0123456789abcdef",
              RunKind.BACKFILL,
              LeasedDays.days(LocalDate.parse(DAY), LocalDate.parse(NEXT))));
      CommandRun refused = settle();
      assertThat(refused.status(), is(2));
      assertThat(refused.err(), containsString("run 0123456789abcdef (a backfill"));
      assertThat(settled(""), is(empty()));
    }
  }

  @Test
  void formerFilesStayForTheTimeToKeepThemAndAreDeletedThen() throws IOException {
    LiveHistory history = historyOfADay(5);
    history.writeTo(output, 4);
    requireDone(settle("--files=1"));
    assertThat(names("events"), is(not(empty())));
    CommandRun deleting = settle("--keep=0s");
    requireDone(deleting);
    assertThat(deleting.out(), containsString("former files of " + DAY));
    assertThat(names("events"), is(empty()));
    assertThat(names("sessions"), is(empty()));
    assertThat("the folder", Files.exists(output.resolve("events")), is(false));
    requireCurrent(history);
    Map<String, String> before = state();
    requireDone(settle("--keep=0s"));
    assertThat(state(), is(before));
  }

  @Test
  void whatAKilledSettleLeftIsDeletedByTheNextOne() throws IOException {
    LiveHistory history = historyOfADay(5);
    history.writeTo(output, 4);
    Path killed =
        output.resolve(
            "settled/events/date=" + DAY + "/part-0123456789abcdef-00000-of-00001.jsonl");
    Files.createDirectories(killed.getParent());
    Files.writeString(killed, "{}\n");
    Path hidden =
        output.resolve(".sessionbeam-temporary/settle/" + DAY + "/0123456789abcdef/half.jsonl");
    Files.createDirectories(hidden.getParent());
    Files.writeString(hidden, "{");
    requireCurrent(history);
    requireDone(settle("--files=1"));
    assertThat(Files.exists(killed), is(false));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
    requireCurrent(history);
  }

  @Test
  void aBackfillOfASettledDayBecomesItsCurrentVersionAndOneOfAnotherDayStaysLive()
      throws IOException {
    Path input = simulated(3_000);
    requireDone(CommandRun.run("DirectRunner", NITRO, input, output));
    List<String> events = CommandRun.lines(output, "events");
    List<String> days =
        names("events").stream()
            .map(name -> name.replaceFirst(".*=(\\d{4}-\\d\\d-\\d\\d)/.*", "$1"))
            .distinct()
            .toList();
    assertThat(days.size(), is(greaterThan(2)));
    String first = days.get(0);
    String second = days.get(1);
    requireDone(settle("--before=" + second));
    assertThat(settled("days"), hasSize(1));
    requireDone(settle("--before=" + second, "--keep=0s"));

    LocalDate end = LocalDate.parse(second).plusDays(1);
    CommandRun refused =
        CommandRun.run("DirectRunner", NITRO, input, output, "--from=" + first, "--to=" + second);
    assertThat(refused.status(), is(2));
    assertThat(refused.err(), containsString("holds " + first + " already"));
    requireDone(
        CommandRun.run(
            "DirectRunner", NITRO, input, output, "--overwrite", "--from=" + first, "--to=" + end));
    assertThat(settled("days"), hasSize(2));
    assertThat(
        Files.readString(output.resolve("settled/days/" + first + "_2.json")),
        containsString("\"number\":2"));
    assertThat(names("events/date=" + first), is(empty()));
    assertThat(names("events/date=" + second), is(not(empty())));
    assertThat(CurrentLines.of(output).events().equals(events), is(true));

    // The former version and its switch are former files now.
    requireDone(settle("--before=" + second, "--keep=0s"));
    assertThat(settled("days"), is(List.of("settled/days/" + first + "_2.json")));
    assertThat(CurrentLines.of(output).events().equals(events), is(true));
  }

  /** The live lines of the other day still have the session that was replaced. */
  @Test
  void aBackfillOfASettledDayKeepsWhatTheDayReplacesOnOtherDays() throws IOException {
    new LiveHistory()
        .replaced("m1", NEXT + "T00:10:00.000Z", DAY + "T23:50:00.000Z")
        .writeTo(output, 3);
    requireDone(settle("--before=" + NEXT));
    Path input = simulated(500);
    requireDone(
        CommandRun.run(
            "DirectRunner", NITRO, input, output, "--overwrite", "--from=" + DAY, "--to=" + NEXT));
    assertThat(settled("days"), hasSize(2));
    assertThat(replaced(2), is(replaced(1)));
    assertThat(
        CurrentLines.of(output).sessions().stream()
            .filter(line -> line.contains("\"m1\""))
            .toList(),
        is(empty()));
  }

  private String replaced(int number) throws IOException {
    String text = Files.readString(output.resolve("settled/days/" + DAY + "_" + number + ".json"));
    assertThat(text, containsString("\"revision\":1}"));
    return text.substring(text.indexOf("\"replaced\""));
  }

  @Test
  void aRunOverAllDaysReplacesSettledDaysToo() throws IOException {
    Path input = simulated(1_000);
    requireDone(CommandRun.run("DirectRunner", NITRO, input, output));
    writeProgress("2027-02-10T00:30:00.000Z");
    requireDone(settle());
    assertThat(settled("days"), is(not(empty())));
    requireDone(CommandRun.run("DirectRunner", NITRO, input, output, "--overwrite"));
    assertThat(Files.exists(output.resolve("settled")), is(false));
    assertThat(Files.exists(output.resolve("_progress.json")), is(false));
  }

  @Test
  void aSizeGivesTheNumberOfFiles() throws IOException {
    historyOfADay(1_000).writeTo(output, 10);
    long bytes = 0;
    for (Path file : CommandRun.files(output.resolve("events"))) {
      bytes += Files.size(file);
    }
    requireDone(settle("--fileSize=64KiB"));
    assertThat((long) settled("events").size(), is((bytes + (1 << 16) - 1) / (1 << 16)));
    assertThat(settled("events").size(), is(greaterThan(1)));
  }

  @Test
  void allFaultsOfTheFlagsAreReportedTogether() {
    CommandRun run =
        CommandRun.of(
            "settle",
            "--output=" + folder.resolve("missing"),
            "--before=yesterday",
            "--files=0",
            "--fileSize=large",
            "--keep=-1d");
    assertThat(run.status(), is(2));
    for (String fault :
        List.of(
            "--definition=FILE is missing",
            "missing does not exist",
            "--before: 'yesterday' is not a date",
            "--files and --fileSize: give one of them",
            "--files: '0' must be",
            "--fileSize: 'large' is not a size",
            "--keep: must not be negative")) {
      assertThat(run.err(), containsString(fault));
    }
  }

  @ParameterizedTest
  @CsvSource({"--overwrite, --overwrite is for run", "--input=x, --input is for run"})
  void aFlagOfRunIsRefused(String flag, String message) throws IOException {
    Files.createDirectories(output);
    CommandRun run = settle(flag);
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString(message));
  }

  @Test
  void aLineOfAnotherDefinitionIsNamed() throws IOException {
    Path day = Files.createDirectories(output.resolve("sessions/date=" + DAY));
    Path file = day.resolve("part-00000-of-00001.jsonl");
    Files.writeString(file, "{\"session_id\":\"a\",\"machine\":\"m\"}\n", StandardCharsets.UTF_8);
    CommandRun run = settle();
    assertThat(run.status(), is(1));
    assertThat(run.err(), containsString("line 1 of " + file));
    assertThat(run.err(), containsString("no field machine_id"));
    assertThat(settled(""), is(empty()));
  }

  @Test
  void aMachineThatIsNoTextIsNamed() throws IOException {
    Path day = Files.createDirectories(output.resolve("sessions/date=" + DAY));
    Path file = day.resolve("part-00000-of-00001.jsonl");
    Files.writeString(file, "{\"session_id\":\"a\",\"machine_id\":7}\n", StandardCharsets.UTF_8);
    CommandRun run = settle();
    assertThat(run.status(), is(1));
    assertThat(run.err(), containsString("line 1 of " + file));
    assertThat(run.err(), containsString("its field machine_id is not a text"));
    assertThat(settled(""), is(empty()));
  }

  @Test
  void aParquetFileWithColumnsOfAnotherDefinitionIsNamedAndNoColumnIsLost() throws IOException {
    requireDone(CommandRun.run("DirectRunner", NITRO, simulated(200), output, "--format=parquet"));
    Path definition = folder.resolve("fewer.yaml");
    String fewer = Files.readString(NITRO).replaceFirst("(?m)^    document\\.pages:.*\n", "");
    assertThat(fewer, not(containsString("document.pages:")));
    Files.writeString(definition, fewer);
    CommandRun run = settleWith(definition);
    assertThat(run.status(), is(1));
    assertThat(run.err(), containsString("its columns are not those of the definition"));
    assertThat(run.err(), containsString(output + "/events/date="));
    assertThat(settled(""), is(empty()));
  }
}

package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code sessionbeam run} over small files. */
class RunCommandTest {
  private static final String MINIMAL =
      """
      name: small
      event:
        id: id
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
      session:
        gap: 30m
        opening: a == 'start'
      """;

  @TempDir private Path folder;
  private Path definition = Path.of("");
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    definition = Files.writeString(folder.resolve("small.yaml"), MINIMAL);
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
  }

  private static String event(int id, long second, String action) {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"e%d\",\"m\":\"m1\",\"t\":%d,\"a\":\"%s\"}",
        id,
        1_486_252_800_000L + second * 1000,
        action);
  }

  private CommandRun direct(String... more) {
    return CommandRun.run("DirectRunner", definition, raw, output, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void eventsAreWrittenWithTheirSessionsAndTheLedgerAddsUp(String runner) throws IOException {
    Files.write(
        raw.resolve("a.jsonl"),
        List.of(
            event(2, 60, "view"),
            event(1, 0, "start"),
            event(3, 120, "start"),
            event(1, 0, "start")));
    CommandRun run = CommandRun.run(runner, definition, raw, output);
    assertThat(run.err(), run.status(), is(0));
    String tail = "\",\"session_start\":\"2017-02-05T00:0";
    assertThat(
        CommandRun.lines(output, "events").stream()
            .map(line -> line.replaceAll("session_id\":\"[^\"]*", ""))
            .toList(),
        is(
            List.of(
                event(1, 0, "start")
                    .replace("}", ",\"" + tail + "0:00.000Z\",\"session_index\":0}"),
                event(2, 60, "view")
                    .replace("}", ",\"" + tail + "0:00.000Z\",\"session_index\":1}"),
                event(3, 120, "start")
                    .replace("}", ",\"" + tail + "2:00.000Z\",\"session_index\":0}"))));
    assertThat(
        CommandRun.lines(output, "sessions").get(1).replaceAll("\"session_id\":\"[^\"]*\",", "")
            + CommandRun.lines(output, "sessions")
                .get(0)
                .replaceAll("\"session_id\":\"[^\"]*\",", ""),
        allOf(
            containsString(
                "{\"m\":\"m1\",\"session_start\":\"2017-02-05T00:00:00.000Z\",\"session_end\":\"2017-02-05T00:01:00.000Z\","
                    + "\"duration_ms\":60000,\"event_count\":2,\"opened_by\":\"opening_event\",\"first_action\":\"start\","
                    + "\"last_action\":\"view\",\"actions\":{\"start\":1,\"view\":1}}"),
            containsString("\"event_count\":1")));
    assertThat(
        Files.readString(output.resolve("_summary.json")).replaceAll("\\s", ""),
        is(
            "{\"pipeline\":\"small\",\"records_read\":4,\"events_written\":3,\"duplicates\":1,\"invalid\":0,\"late\":0,\"filtered\":0,"
                + "\"adds_up\":true,\"sessions\":2,\"sessions_opened_by_opening_event\":2,"
                + "\"sessions_opened_by_activity\":0,\"invalid_by_reason\":{}}"));
    assertThat(run.out(), containsString("The ledger adds up."));
  }

  /** A flag that comes after a bare switch is not the value of the switch. */
  @Test
  void aSwitchMayBeBareOrHaveAValue() throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(event(1, 0, "start")));
    assertThat(direct().status(), is(0));
    assertThat(direct("--overwrite=false", "--targetParallelism=1").status(), is(2));
    for (String overwrite : List.of("--overwrite", "--overwrite=true")) {
      CommandRun run = direct(overwrite, "--targetParallelism=1");
      assertThat(run.err(), run.status(), is(0));
    }
    CommandRun both = direct("--overwrite", "--targetParalelism=1");
    assertThat(both.status(), is(2));
    assertThat(both.err(), containsString("unknown flag --targetParalelism"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void aTruncatedFileFailsTheRunWithItsNameAndLeavesNoOutput(String runner) throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(event(1, 0, "start")));
    byte[] whole = gzip(String.format(Locale.ROOT, "%s\n", event(2, 1, "x")).repeat(5_000));
    Files.write(raw.resolve("b.jsonl.gz"), Arrays.copyOf(whole, whole.length / 2));
    CommandRun run = CommandRun.run(runner, definition, raw, output);
    assertThat(run.status(), is(1));
    assertThat(
        run.err(), containsString("cannot read " + raw.resolve("b.jsonl.gz") + ": it ends within"));
    assertThat(run.err(), not(containsString("\tat ")));
    assertThat(CommandRun.files(output), is(empty()));
  }

  @Test
  void emptyFilesAndFoldersGiveAnEmptyResult() throws IOException {
    Files.createDirectory(raw.resolve("deeper"));
    Files.createFile(raw.resolve("empty.jsonl"));
    Files.write(raw.resolve("blank.jsonl"), List.of("", "  ", "\t"));
    CommandRun run = direct();
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.files(output), is(List.of(output.resolve("_summary.json"))));
  }

  @Test
  void faultsOfDefinitionInputOutputAndCompressionAreReportedTogether() throws IOException {
    Files.writeString(
        definition, MINIMAL.replace("gap: 30m", "gap: -1s").replace("action:", "actoin:"));
    CommandRun run =
        CommandRun.run(
            "DirectRunner",
            definition,
            folder.resolve("nowhere"),
            definition.resolve("below-a-file"),
            "--compression=lz4",
            "--grouping=flink",
            "--filesPerPartition=-1");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("did you mean 'action'?"),
            containsString("session.gap"),
            containsString("nowhere does not exist"),
            containsString("below-a-file"),
            containsString("lz4"),
            containsString("--grouping: 'flink' is not known: give packed or beam"),
            containsString("--filesPerPartition")));
    assertThat(run.err(), not(containsString("\tat ")));
  }

  @Test
  void unknownFlagsAreReportedTogetherWithTheNearestValidOnes() {
    CommandRun run = direct("--overwritten", "--compresion=gzip");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("unknown flag --overwritten; did you mean --overwrite?"),
            containsString("unknown flag --compresion; did you mean --compression?")));
  }

  @Test
  void missingRequiredFlagsAreReportedTogether() {
    CommandRun run = CommandRun.of("run");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("--definition"), containsString("--input"), containsString("--output")));
  }

  @Test
  void anOutputThatIsNotEmptyIsRejected() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("notes.txt"), "mine");
    CommandRun run = direct();
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("is not empty; --overwrite"));
  }

  @Test
  void overwriteReplacesWhatThePipelineWroteAndNothingElse() throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(event(1, 0, "start")));
    assertThat(direct("--compression=none", "--filesPerPartition=1").status(), is(0));
    Path notes = Files.writeString(output.resolve("events/notes.txt"), "mine");
    Path foreign = Files.writeString(output.resolve("sessions/date=2017-02-05/x.jsonl.gz"), "mine");
    Files.write(raw.resolve("a.jsonl"), List.of(event(1, 86_400, "start")));
    assertThat(
        direct("--overwrite", "--compression=zstd", "--filesPerPartition=1").status(), is(0));
    assertThat(
        CommandRun.files(output),
        is(
            List.of(
                output.resolve("_manifests/events.manifest"),
                output.resolve("_manifests/sessions.manifest"),
                output.resolve("_summary.json"),
                output.resolve("events/date=2017-02-06/part-00000-of-00001.jsonl.zst"),
                notes,
                foreign,
                output.resolve("sessions/date=2017-02-06/part-00000-of-00001.jsonl.zst"))));
  }

  @Test
  void anInputThatOverlapsWithTheOutputIsRejected() {
    CommandRun inside = CommandRun.run("DirectRunner", definition, raw, raw.resolve("out"));
    assertThat(inside.status(), is(2));
    assertThat(inside.err(), containsString("must not be inside the input"));
    CommandRun around = CommandRun.run("DirectRunner", definition, raw, folder);
    assertThat(around.status(), is(2));
    assertThat(around.err(), containsString("must not be inside the output"));
  }

  @Test
  void rejectedRecordsReplayedWithACorrectedDefinitionGiveTheLinesOfAFreshRun() throws IOException {
    List<String> records = List.of(event(1, 0, "start"), event(2, 5, "vi\u00ebw"), "{\"cut\":");
    Files.write(raw.resolve("a.jsonl"), records);
    Files.writeString(definition, MINIMAL.replace("epoch_millis", "epoch_seconds"));
    assertThat(direct("--allowEmpty").status(), is(0));
    assertThat(CommandRun.lines(output, "events"), is(empty()));

    Files.writeString(definition, MINIMAL);
    Path replayed = folder.resolve("replayed");
    CommandRun replay =
        CommandRun.run("DirectRunner", definition, output.resolve("invalid"), replayed, "--replay");
    assertThat(replay.err(), replay.status(), is(0));
    Path fresh = folder.resolve("fresh");
    assertThat(CommandRun.run("DirectRunner", definition, raw, fresh).status(), is(0));
    for (String dataset : List.of("events", "sessions", "invalid")) {
      assertThat(CommandRun.lines(replayed, dataset), is(CommandRun.lines(fresh, dataset)));
    }
    assertThat(CommandRun.lines(replayed, "events").size(), is(2));
  }

  @Test
  void objectsWithoutLineBreaksBetweenThemAreTheSameRecordsAsLines() throws IOException {
    Files.writeString(
        raw.resolve("a.jsonl"),
        event(1, 0, "a}{\\\"b") + event(2, 1, "start") + " " + event(3, 2, "c"));
    assertThat(direct().status(), is(0));
    List<String> glued = CommandRun.lines(output, "events");
    Files.write(
        raw.resolve("a.jsonl"),
        List.of(event(1, 0, "a}{\\\"b"), event(2, 1, "start"), event(3, 2, "c")));
    assertThat(direct("--overwrite").status(), is(0));
    assertThat(glued.size(), is(3));
    assertThat(CommandRun.lines(output, "events"), is(glued));
  }

  @Test
  void withoutAnIdFieldTheBytesOfTheRecordAreTheId() throws IOException {
    Files.writeString(definition, MINIMAL.replace("  id: id\n", ""));
    Files.write(
        raw.resolve("a.jsonl"),
        List.of(
            event(1, 0, "start"), event(1, 0, "start"), event(1, 0, "start").replace(",", ", ")));
    CommandRun run = direct();
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "events").size(), is(2));
    assertThat(run.out().replaceAll(" +", " "), containsString("+ duplicates 1"));
  }

  @Test
  void anOptionsFileGivesFlagsThatTheCommandLineOverrides() throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(event(1, 0, "start")));
    Path options =
        Files.writeString(
            folder.resolve("options.yaml"),
            "runner: DirectRunner\ncompression: none\nfilesPerPartition: 1\noutput: "
                + folder.resolve("elsewhere"));
    CommandRun run =
        CommandRun.of(
            "run",
            "--options=" + options,
            "--definition=" + definition,
            "--input=" + raw,
            "--output=" + output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        Files.exists(output.resolve("events/date=2017-02-05/part-00000-of-00001.jsonl")), is(true));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}

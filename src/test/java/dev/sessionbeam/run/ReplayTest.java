package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs rejected records again, with the definition corrected. */
class ReplayTest {
  private static final Path NITRO = Path.of("pipelines", "nitro.yaml");
  private static final Pattern COMMAND = Pattern.compile("(?m)^  \\./sessionbeam (run .*)$");

  @TempDir private Path folder;
  private Path strict = Path.of("");
  private Path raw = Path.of("");
  private Path output = Path.of("");

  /** Its `os` decides: the strict definition does not allow it. */
  private static String event(String id, String machine, String time, String os) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"%s\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"%s\",\"build\":\"11.0.3\",\"os\":\"%s\"}",
        id,
        Instant.parse(time).toEpochMilli(),
        machine,
        os);
  }

  @BeforeEach
  void rejectSomeEvents() throws IOException {
    strict = folder.resolve("strict.yaml");
    Files.writeString(
        strict, Files.readString(NITRO) + "validate:\n  allowed: {os: [good, best]}\n");
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
    List<String> lines = new ArrayList<>();
    for (int day = 4; day <= 9; day++) {
      for (int i = 0; i < 5; i++) {
        String machine = "m" + i % 2;
        String date = String.format(Locale.ROOT, "2017-02-%02dT", day);
        // The second event is within a session; the last one joins the sessions of two days.
        lines.add(event(day + "a" + i, machine, date + "09:0" + i + ":00Z", "good"));
        lines.add(event(day + "b" + i, machine, date + "09:20:0" + i + "Z", os(day)));
        lines.add(event(day + "c" + i, machine, date + "09:41:00Z", "best"));
        lines.add(event(day + "d" + i, machine, date + "23:50:00Z", os(day)));
        lines.add(event(day + "e" + i, machine, date + "00:10:00Z", "good"));
        lines.add(event(day + "f" + i, machine, date + "23:30:00Z", "good"));
      }
    }
    Files.write(raw.resolve("a.jsonl"), lines);
    CommandRun run = CommandRun.run("DirectRunner", strict, raw, output);
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "invalid"), hasSize(20));
  }

  private static String os(int day) {
    return day == 5 || day == 7 ? "bad" : "good";
  }

  private CommandRun run(String input, Path to, String... more) {
    return CommandRun.run("DirectRunner", NITRO, Path.of(input), to, more);
  }

  private Path batch() {
    Path batch = folder.resolve("batch");
    CommandRun run = run(raw.toString(), batch);
    assertThat(run.out(), run.status(), is(0));
    assertThat(run.out(), not(containsString("come from invalid/")));
    return batch;
  }

  private static void requireSameResults(Path actual, Path expected) throws IOException {
    assertThat(CommandRun.lines(actual, "events"), is(CommandRun.lines(expected, "events")));
    assertThat(CommandRun.lines(actual, "sessions"), is(CommandRun.lines(expected, "sessions")));
  }

  /** The command that a note prints, for the raw records of this test. */
  private CommandRun printed(CommandRun note) {
    Matcher command = COMMAND.matcher(note.out());
    assertThat(note.out(), command.find());
    List<String> words = new ArrayList<>(List.of(command.group(1).split(" ", -1)));
    words.replaceAll(word -> word.replace("'", "").replace("=RAW,", "=" + raw + ","));
    words.add("--runner=DirectRunner");
    return CommandRun.of(words.toArray(new String[0]));
  }

  @Test
  void rawAndRejectedRecordsTogetherGiveTheResultsOfABatchRun() throws Exception {
    Path together = folder.resolve("together");
    CommandRun run = run(raw + "," + output.resolve("{invalid,late}"), together, "--replay");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), not(containsString("Note: all records")));
    requireSameResults(together, batch());
    assertThat(CommandRun.lines(together, "invalid"), is(empty()));
  }

  @Test
  void theCommandOfTheNoteComputesTheDaysWholeInTheFirstOutput() throws Exception {
    Path alone = folder.resolve("alone");
    CommandRun note = run(output.resolve("invalid").toString(), alone, "--replay");
    assertThat(note.err(), note.status(), is(0));
    assertThat(
        note.out(),
        allOf(
            containsString("Note: all records of this run come from invalid/ or late/"),
            containsString("The sessions start on 2 days, from 2017-02-05 to 2017-02-07 (UTC)."),
            containsString("--definition=pipelines/nitro.yaml"),
            containsString("--input=RAW," + output.resolve("invalid") + " --replay"),
            containsString("--output=" + output + " --overwrite"),
            containsString("--from=2017-02-04 --to=2017-02-09")));
    Path batch = batch();
    assertThat(
        CommandRun.lines(alone, "sessions").equals(CommandRun.lines(batch, "sessions")), is(false));

    CommandRun whole = printed(note);
    assertThat(whole.err(), whole.status(), is(0));
    assertThat(whole.out(), not(containsString("Note: all records")));
    requireSameResults(output, batch);
    assertThat("a backfill keeps them", CommandRun.lines(output, "invalid"), hasSize(20));
  }

  @Test
  void theCommandIsQuotedForAShell() throws Exception {
    Path definition = Files.copy(NITRO, folder.resolve("it's mine.yaml"));
    Path moved = Files.move(output, folder.resolve("out (1)"));
    CommandRun note =
        CommandRun.run(
            "DirectRunner",
            definition,
            moved.resolve("invalid"),
            folder.resolve("alone"),
            "--replay");
    assertThat(
        note.out(),
        allOf(
            containsString("'--definition=" + folder + "/it'\\''s mine.yaml'"),
            containsString("'--input=RAW," + moved + "/invalid'"),
            containsString("'--output=" + moved + "'")));
  }

  /** Then any earlier session may have been changed, so everything is computed again. */
  @Test
  void withoutAMaxDurationEverythingIsComputedAgain() throws Exception {
    Path definition = folder.resolve("no-cap.yaml");
    Files.writeString(
        definition, Files.readString(NITRO).replace("max_duration: 24h", "max_duration: 0"));
    Path alone = folder.resolve("alone");
    CommandRun note =
        CommandRun.run("DirectRunner", definition, output.resolve("invalid"), alone, "--replay");
    assertThat(note.err(), note.status(), is(0));
    assertThat(note.out(), not(containsString("--from=")));
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("DirectRunner", definition, raw, batch).status(), is(0));
    CommandRun whole = printed(note);
    assertThat(whole.err(), whole.status(), is(0));
    requireSameResults(alone, batch);
  }

  @Test
  void aStreamOfRejectedRecordsPrintsTheNoteToo() throws Exception {
    CommandRun note =
        CommandRun.run(
            "FlinkRunner",
            NITRO,
            output.resolve("invalid"),
            folder.resolve("alone"),
            "--streaming",
            "--replay",
            "--fileDelay=100ms",
            "--checkpointingInterval=200");
    assertThat(note.err(), note.status(), is(0));
    assertThat(
        note.out(),
        allOf(
            containsString("on 2 days, from 2017-02-05 to 2017-02-07"),
            containsString("--from=2017-02-04 --to=2017-02-09")));
  }

  @Test
  void aReplayThatRejectsEverythingAgainHasNoNote() {
    CommandRun again =
        CommandRun.run(
            "DirectRunner", strict, output.resolve("invalid"), folder.resolve("again"), "--replay");
    assertThat(again.out() + again.err(), again.status(), is(0));
    assertThat(again.out(), not(containsString("Note: all records")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"events", "sessions", "", "invalid-copy"})
  void aBackfillReadsNothingElseOfItsOutput(String name) throws Exception {
    Files.createDirectories(output.resolve(name));
    CommandRun run =
        run(
            output.resolve(name).toString(),
            output,
            "--replay",
            "--overwrite",
            "--from=2017-02-05",
            "--to=2017-02-06");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("must not be inside"));
  }

  @Test
  void aRunOverAllDaysDoesNotReadItsOutput() {
    CommandRun run = run(output.resolve("invalid").toString(), output, "--replay", "--overwrite");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("must not be inside the output"));
  }
}

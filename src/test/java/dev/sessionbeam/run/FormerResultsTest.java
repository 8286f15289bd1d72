package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.publish.ExistingOutput;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.Swap;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch run that does not reach its end leaves the former results as they were. */
class FormerResultsTest {
  private static final Path NITRO = Path.of("pipelines", "nitro.yaml");

  @TempDir private Path folder;
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void computeTheFormerResults() throws IOException {
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
    write(event("2017-02-05"), event("2017-02-07"), "no event");
    CommandRun run = run("DirectRunner");
    assertThat(run.err(), run.status(), is(0));
  }

  private static String event(String day) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"e\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"m\",\"build\":\"11.0.3\"}",
        Instant.parse(day + "T10:00:00Z").toEpochMilli());
  }

  private void write(String... records) throws IOException {
    Files.write(raw.resolve("a.jsonl"), List.of(records));
  }

  private CommandRun run(String runner, String... more) {
    return CommandRun.run(runner, NITRO, raw, output, more);
  }

  /** The bytes of every file, by its name. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      state.put(
          output.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return state;
  }

  private List<String> names() throws IOException {
    return List.copyOf(state().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void aRunThatFailsLeavesTheFormerResults(String runner) throws IOException {
    Map<String, String> before = state();
    Files.write(raw.resolve("cut.jsonl.gz"), new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0});
    CommandRun run = run(runner, "--overwrite");
    assertThat(run.err(), run.status(), is(1));
    assertThat(state(), is(before));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
  }

  @Test
  void aResultWithoutASessionDoesNotReplaceSessions() throws IOException {
    Map<String, String> before = state();
    write("");
    CommandRun run = run("DirectRunner", "--overwrite");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), containsString("there is no session, but the output holds events/, sessions/"));
    assertThat(run.err(), containsString("Nothing was replaced"));
    assertThat(run.err(), containsString("--allowEmpty"));
    assertThat(state(), is(before));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
  }

  @Test
  void withAllowEmptyItReplacesThem() throws IOException {
    write("");
    CommandRun run = run("DirectRunner", "--overwrite", "--allowEmpty");
    assertThat(run.err(), run.status(), is(0));
    assertThat(names(), is(List.of("_summary.json")));
    assertThat(state().get("_summary.json"), containsString("\"sessions\" : 0"));
  }

  @Test
  void daysWithoutASessionReplaceFormerOnesOnlyWithAllowEmpty() throws IOException {
    write(event("2017-02-07"));
    Map<String, String> before = state();
    String[] day = {"--from=2017-02-05", "--to=2017-02-06", "--overwrite"};
    assertThat(run("DirectRunner", day).status(), is(2));
    assertThat(state(), is(before));
    List<String> flags = new ArrayList<>(List.of(day));
    flags.add("--allowEmpty");
    CommandRun run = run("DirectRunner", flags.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    List<String> expected = new ArrayList<>(before.keySet());
    expected.removeIf(name -> name.contains("2017-02-05"));
    // They name files of that day.
    expected.removeIf(name -> name.startsWith("_manifests/"));
    expected.add("_summary_2017-02-05_2017-02-06.json");
    expected.sort(null);
    assertThat(names(), is(expected));
  }

  @Test
  void aResultWithoutASessionReplacesOneWithoutASession() throws IOException {
    write("no event");
    assertThat(run("DirectRunner", "--overwrite", "--allowEmpty").status(), is(0));
    write("no event", "nor this");
    CommandRun run = run("DirectRunner", "--overwrite", "--allowEmpty");
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "invalid").size(), is(2));
    write("");
    assertThat(run("DirectRunner", "--overwrite").err(), containsString("holds invalid/."));
    assertThat(CommandRun.lines(output, "invalid").size(), is(2));
  }

  @Test
  void anEmptyOutputGetsAResultWithoutASession() throws IOException {
    write("no event");
    output = folder.resolve("fresh");
    CommandRun run = run("DirectRunner", "--allowEmpty");
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "invalid").size(), is(1));
    assertThat(CommandRun.lines(output, "sessions"), is(empty()));
    assertThat(Files.exists(output.resolve("_summary.json")), is(true));
  }

  @Test
  void aLedgerThatDoesNotAddUpLeavesTheFormerResults() throws Exception {
    Map<String, String> before = state();
    StagedResults staged = stageAnother();
    StringWriter err = new StringWriter();
    RunPlan plan = PlannedRun.plan(output, "--overwrite=true");
    BatchPublication end = new BatchPublication(plan, staged, new PrintWriter(err));
    Ledger lost =
        new Ledger(
            2,
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            new TreeMap<>(),
            new Ledger.Revised(0, 0, 0),
            null,
            null,
            false,
            new TreeMap<>());
    assertThat(end.conclude(lost), is(1));
    assertThat(err.toString(), containsString("does not add up"));
    assertThat(state(), is(before));
  }

  /** Stages a file. */
  private StagedResults stageAnother() throws IOException {
    StagedResults staged = StagedResults.of(OutputFolder.of(output.toString()), null, RunId.draw());
    Path file =
        Path.of(staged.folder().root(), "sessions/date=2017-02-09/part-00000-of-00001.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}\n");
    return staged;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--overwrite", "--streaming", "--from=2017-03-01 --to=2017-03-02"})
  void anyNextStartFinishesTheSwapOfAStoppedRun(String flags) throws IOException {
    StagedResults staged = stageAnother();
    OutputFolder folder = OutputFolder.of(output.toString());
    Swap.of(staged, ExistingOutput.in(folder), OutputFolder.SUMMARY, "{}\n").commit();
    Path nowhere = output.resolveSibling("nowhere");
    CommandRun run = CommandRun.run("DirectRunner", NITRO, nowhere, output, flags.split(" "));
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), containsString("An earlier run was stopped while it published its results."));
    assertThat(
        names(),
        is(
            List.of(
                "_manifests/sessions.manifest",
                "_summary.json",
                "sessions/date=2017-02-09/part-00000-of-00001.jsonl")));
  }

  @Test
  void allowEmptyIsForBatchRuns() {
    CommandRun run = run("DirectRunner", "--streaming", "--overwrite", "--allowEmpty");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--allowEmpty is for batch"));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the command line in streaming: the lines are those of batch. */
class StreamingRunTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");
  private static final String[] QUICK = {
    "--streaming", "--checkpointingInterval=500", "--maxBundleTimeMills=100", "--fileDelay=300ms"
  };

  @TempDir private Path folder;

  private static String[] quick(String... more) {
    return Stream.concat(Stream.of(QUICK), Stream.of(more)).toArray(String[]::new);
  }

  private static void requireSameAsBatch(Path streamed, Path input, Path scratch)
      throws IOException {
    Path batch = scratch.resolve("batch");
    CommandRun run = CommandRun.run("FlinkRunner", DEFINITION, input, batch, "--overwrite");
    assertThat(run.err(), run.status(), is(0));
    for (String dataset : List.of("events", "sessions", "invalid")) {
      assertThat(
          dataset, CommandRun.lines(streamed, dataset), is(CommandRun.lines(batch, dataset)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "DirectRunner"})
  void theSampleAsAStreamGivesTheLinesOfBatch(String runner) throws IOException {
    Path output = folder.resolve("out");
    String[] flags = runner.equals("FlinkRunner") ? quick() : new String[] {"--streaming"};
    CommandRun run = CommandRun.run(runner, DEFINITION, SAMPLE, output, flags);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    requireSameAsBatch(output, SAMPLE, folder);
    assertThat(temporaryFiles(output), is(empty()));
  }

  private static List<Path> temporaryFiles(Path output) throws IOException {
    return CommandRun.files(output).stream()
        .filter(file -> file.toString().contains(".sessionbeam-temporary"))
        .toList();
  }

  @Test
  void aProcessKilledAgainAndAgainWritesWhatAnUndisturbedOneDoes() throws Exception {
    Path output = folder.resolve("out");
    Path checkpoints = folder.resolve("checkpoints");
    List<String> seen = new ArrayList<>();
    for (int kill = 0; kill < 3; kill++) {
      Process process = start(output, checkpoints);
      // Each process is killed after a checkpoint of its own.
      while (process.isAlive() && newCheckpoints(checkpoints, seen).isEmpty()) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      assertThat("still runs when it is killed", process.isAlive(), is(true));
      process.destroyForcibly().waitFor();
      seen.addAll(newCheckpoints(checkpoints, seen));
    }
    Process last = start(output, checkpoints);
    assertThat(log(), last.waitFor(), is(0));
    assertThat(log(), containsString("Counted since the checkpoint"));
    requireSameAsBatch(output, SAMPLE, folder);
    assertThat(temporaryFiles(output), is(empty()));
    assertThat(
        "checkpoints of a run that ended", newCheckpoints(checkpoints, List.of()), is(empty()));

    CommandRun again =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            SAMPLE,
            output,
            quick("--checkpoints=" + checkpoints, "--resume"));
    assertThat(again.status(), is(2));
    assertThat(again.err(), containsString("there is no checkpoint to resume from"));
  }

  /**
   * Starts a run over the sample in a process of its own. At its rate, the stream lasts much longer
   * than three checkpoints take on a machine that does other work too.
   */
  private Process start(Path output, Path checkpoints) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--definition=" + DEFINITION,
                "--input=" + SAMPLE,
                "--output=" + output,
                "--checkpoints=" + checkpoints,
                "--resume",
                "--replayRate=60/s"));
    arguments.addAll(List.of(QUICK));
    return CommandRun.start(folder.resolve("log"), Map.of(), arguments);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static List<String> newCheckpoints(Path checkpoints, List<String> seen)
      throws IOException {
    if (!Files.exists(checkpoints)) {
      return List.of();
    }
    List<String> fresh = new ArrayList<>();
    try (Stream<Path> jobs = Files.list(checkpoints)) {
      for (Path job : jobs.toList()) {
        if (!seen.contains(job.toString()) && Checkpoints.in(job).latest().isPresent()) {
          fresh.add(job.toString());
        }
      }
    }
    return fresh;
  }

  /** The views of pipelines/current.sql over a stream with revisions are the output of batch. */
  @Test
  void theViewsOverAStreamWithRevisionsShowTheOutputOfBatch() throws Exception {
    Path input = folder.resolve("in");
    Files.createDirectory(input);
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      // One event a minute, of one machine. Every 50th comes five hours late and bridges a pause.
      int minute = i % 50 == 49 ? i - 300 : i;
      boolean pause = i % 50 != 49 && Math.floorMod(i, 50) > 10 && Math.floorMod(i, 50) < 45;
      if (!pause && minute >= 0) {
        records.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"m\",\"build\":\"11.0\"}",
                i,
                1486252800000L + minute * 60_000L,
                i % 170 == 0 ? "start" : "view"));
      }
    }
    Files.write(input.resolve("in.jsonl"), records);
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            input,
            output,
            quick(
                "--maxDisorder=1m",
                "--replayRate=400/s",
                "--autoWatermarkInterval=1",
                "--maxBundleSize=1",
                "--parallelism=1"));
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("sessions revised or void"));

    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", DEFINITION, input, batch).status(), is(0));
    try (DuckDb views = DuckDb.over(output)) {
      assertThat(views.currentEvents(), is(CommandRun.lines(batch, "events")));
      assertThat(views.currentSessions(), is(CommandRun.lines(batch, "sessions")));
    }
    assertThat(CommandRun.lines(output, "sessions"), is(not(CommandRun.lines(batch, "sessions"))));
  }

  @Test
  void checkpointsOfARunThatDidNotEndAreNotOverwrittenByAccident() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    Path complete = checkpoints.resolve("0".repeat(32)).resolve("chk-7").resolve("_metadata");
    Files.createDirectories(complete.getParent());
    Files.writeString(complete, "");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            SAMPLE,
            folder.resolve("out"),
            quick("--checkpoints=" + checkpoints));
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--resume resumes from the last one"));
  }

  @Test
  void allFaultsOfTheFlagsAreReportedTogether() {
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            SAMPLE,
            folder.resolve("out"),
            "--streaming",
            "--maxDisorder=2",
            "--replayRate=fast",
            "--fileDelay=0",
            "--resume");
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), containsString("--maxDisorder: needs a unit (d, h, m, s or ms), e.g. 2m"));
    assertThat(
        run.err(), containsString("--replayRate: 'fast' is not a rate: write it like 500/s"));
    assertThat(run.err(), containsString("--fileDelay must be longer than zero"));
    assertThat(run.err(), containsString("--checkpoints=FOLDER, which is missing"));
  }

  @Test
  void resumeIsForStreaming() {
    CommandRun run =
        CommandRun.run("FlinkRunner", DEFINITION, SAMPLE, folder.resolve("out"), "--resume");
    assertThat(run.err(), containsString("--resume is for --streaming"));
  }

  @Test
  void aSwitchDoesNotTakeTheNextFlagAsItsValue() {
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            SAMPLE,
            folder.resolve("out"),
            "--overwrite",
            "--parallelism=1");
    assertThat(run.err(), run.status(), is(0));
  }
}

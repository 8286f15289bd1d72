package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At whatever moment the process of a stream is killed, the output has each line once, and nothing
 * else. {@code make kills} kills it more often.
 */
class StreamKillsTest {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final boolean ON_S3 = System.getProperty("kills.on", "disk").equals("s3");
  private static final KilledStream.Aim AIM =
      KilledStream.Aim.valueOf(System.getProperty("kills.aim", "aimed").toUpperCase(Locale.ROOT));
  private static final String GROUPING = System.getProperty("kills.grouping", "packed");
  private static final String FORMAT = System.getProperty("kills.format", "json");
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime() % 1_000_000);

  /** So many that the stream outlasts all kills. */
  private static final int EVENTS = 2_000 * (KILLS + 1);

  private static final String DEFINITION = "pipelines/nitro.yaml";

  @TempDir private Path folder;

  @Test
  void aStreamKilledAfterCheckpointsWritesEachLineOnce() throws Exception {
    Path input = input();
    if (ON_S3) {
      try (S3Peer peer = S3Peer.start(folder.resolve("peer"))) {
        Map<String, String> environment = new HashMap<>(S3Peer.credentials());
        environment.put("AWS_REGION", "us-east-1");
        Path bucket = peer.bucket("bucket");
        Path output = bucket.resolve("out");
        List<String> more = List.of("--s3Endpoint=" + peer.endpoint());
        killAndEnd(stream(input, "s3://bucket/out", output, environment, more));
        requireLinesOfBatch(input, output);
      }
    } else {
      Path output = folder.resolve("out");
      killAndEnd(stream(input, output.toString(), output, Map.of(), List.of()));
      requireLinesOfBatch(input, output);
    }
  }

  /** Staged and published files are deleted: what was in them cannot be written again. */
  @Test
  void aStreamWhoseStagedFilesAreGoneFailsAndDoesNotSuggestToResume() throws Exception {
    Path output = folder.resolve("out");
    KilledStream stream = stream(input(), output.toString(), output, Map.of(), List.of());
    stream.kill(2, KilledStream.Aim.AIMED);
    for (Path file : CommandRun.files(output)) {
      // Without its note in streams/, the run would not even start.
      if (!file.toString().contains("/streams/")) {
        Files.delete(file);
      }
    }
    String said = stream.fail();
    assertThat(said, containsString("is gone, and "));
    assertThat(said, containsString("Start again without the checkpoint"));
    assertThat(said, not(containsString("To resume from the last checkpoint")));
  }

  private Path input() {
    Path input = folder.resolve("in");
    CommandRun made =
        CommandRun.of(
            "simulate", "--events=" + EVENTS, "--machines=100", "--seed=7", "--output=" + input);
    assertThat(made.err(), made.status(), is(0));
    return input;
  }

  private KilledStream stream(
      Path input, String output, Path files, Map<String, String> environment, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                "--definition=" + DEFINITION,
                "--input=" + input,
                "--output=" + output,
                "--grouping=" + GROUPING,
                "--format=" + FORMAT,
                "--parallelism=2",
                "--replayRate=500/s",
                "--maxBundleTimeMills=50",
                "--fileDelay=200ms"));
    arguments.addAll(more);
    return new KilledStream(folder, files, environment, arguments, SEED);
  }

  private static void killAndEnd(KilledStream stream) throws Exception {
    stream.kill(KILLS, AIM);
    stream.end();
    System.out.printf(
        Locale.ROOT,
        "seed %d: %d kills (%s, %s, on %s), %d of them within 80 ms after a checkpoint%n",
        SEED,
        KILLS,
        AIM.name().toLowerCase(Locale.ROOT),
        FORMAT,
        ON_S3 ? "S3" : "disk",
        stream.hits());
  }

  private void requireLinesOfBatch(Path input, Path output) throws Exception {
    Path batch = folder.resolve("batch");
    CommandRun run = CommandRun.run("FlinkRunner", Path.of(DEFINITION), input, batch);
    assertThat(run.err(), run.status(), is(0));
    for (String dataset : List.of("events", "sessions", "invalid")) {
      List<String> expected = CommandRun.lines(batch, dataset);
      List<String> found = CommandRun.lines(output, dataset);
      String all = "\"" + dataset + "\" : " + expected.size();
      assertThat(
          "lines_in_all", Files.readString(output.resolve("_summary.json")), containsString(all));
      String counts = dataset + ": " + found.size() + " lines for " + expected.size();
      assertThat(counts, found.equals(expected), is(true));
    }
    assertThat(CommandRun.lines(batch, "events").size(), greaterThan(EVENTS / 2));
    assertThat("late", CommandRun.lines(output, "late"), is(empty()));
    assertThat(
        "hidden files",
        CommandRun.files(output).stream()
            .filter(file -> output.relativize(file).toString().startsWith("."))
            .toList(),
        is(empty()));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days settle while a stream writes later ones. */
class SettleBesideStreamTest {
  private static final int DAYS = 8;
  private static final int MINUTES_BETWEEN_EVENTS = 20;
  private static final Instant FIRST = Instant.parse("2017-02-01T00:00:00Z");

  @TempDir private Path folder;

  /** Events of two machines that pause at noon only; every 30th comes 40 minutes late. */
  private Path input() throws IOException {
    List<String> records = new ArrayList<>();
    int perDay = 24 * 60 / MINUTES_BETWEEN_EVENTS;
    for (int i = 0; i < DAYS * perDay; i++) {
      int place = i % perDay;
      int late = i % 30 == 29 ? 2 : 0;
      if (place < 30 || place > 36) {
        records.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"m%d\",\"build\":\"11.0\"}",
                i,
                FIRST.toEpochMilli() + 60_000L * MINUTES_BETWEEN_EVENTS * (i - late) + late,
                i % 2));
      }
    }
    Path input = Files.createDirectory(folder.resolve("in"));
    Files.write(input.resolve("in.jsonl"), records);
    return input;
  }

  private CommandRun settle(Path definition, Path output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "settle",
                "--runner=DirectRunner",
                "--definition=" + definition,
                "--output=" + output));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  @Test
  void daysSettleAndTheirFormerFilesGoWhileTheStreamWritesLaterDays() throws Exception {
    Path definition = folder.resolve("short.yaml");
    Files.writeString(
        definition,
        Files.readString(Path.of("pipelines/nitro.yaml"))
            .replace("max_duration: 24h", "max_duration: 2h")
            .replace("allowed_lateness: 1d", "allowed_lateness: 1h"));
    Path input = input();
    Path output = folder.resolve("out");
    List<String> run =
        List.of(
            "run",
            "--streaming",
            "--definition=" + definition,
            "--input=" + input,
            "--output=" + output,
            "--maxDisorder=1m",
            "--fileDelay=200ms",
            "--checkpointingInterval=300",
            "--maxBundleTimeMills=50",
            "--checkpoints=" + folder.resolve("checkpoints"),
            "--resume",
            "--parallelism=1");
    List<String> slow = new ArrayList<>(run);
    slow.add("--replayRate=10/s");
    Process stream = CommandRun.start(folder.resolve("log"), Map.of(), slow);
    try {
      // The rule, by hand: a day, and then 3 x 2 h + 30 min + 1 h.
      awaitWatermark(stream, output, "2017-02-02T07:30:00.000Z");
      CommandRun beside = settle(definition, output, "--keep=0s", "--files=1");
      assertThat(beside.err(), beside.status(), is(0));
      assertThat(beside.out(), containsString("Settled: 2017-02-01"));
      assertThat(Files.exists(output.resolve("events/date=2017-02-01")), is(false));
      CommandRun refused = settle(definition, output, "--before=2017-02-12");
      assertThat(refused.out() + Files.readString(folder.resolve("log")), refused.status(), is(2));
      assertThat(refused.err(), containsString("2017-02-11 may still change"));
    } finally {
      stream.destroyForcibly().waitFor();
    }
    CommandRun resumed = CommandRun.of(run.toArray(new String[0]));
    assertThat(resumed.err(), resumed.status(), is(0));
    CommandRun last = settle(definition, output, "--keep=0s", "--files=1");
    assertThat(last.err(), last.status(), is(0));
    requireLinesOfBatch(definition, input, output);
  }

  private void requireLinesOfBatch(Path definition, Path input, Path output) throws IOException {
    Path batch = folder.resolve("batch");
    CommandRun run = CommandRun.run("DirectRunner", definition, input, batch);
    assertThat(run.err(), run.status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      List<String> expected = CommandRun.lines(batch, dataset);
      assertThat(CommandRun.lines(output.resolve("settled"), dataset), is(expected));
      assertThat(expected.size(), is(greaterThan(DAYS)));
    }
    assertThat(CommandRun.files(output.resolve("settled/days")), hasSize(DAYS));
  }

  /** Watermarks are texts of one length, so they compare as texts. */
  private static void awaitWatermark(Process stream, Path output, String watermark)
      throws Exception {
    Path file = output.resolve("_progress.json");
    String progress = "";
    while (stream.isAlive() && progress.compareTo("{\"watermark\":\"" + watermark) < 0) {
      stream.waitFor(20, TimeUnit.MILLISECONDS);
      progress = Files.exists(file) ? Files.readString(file) : "";
    }
  }
}

package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The table {@code latency}: the time from the end of a session to its line in a file, and what it
 * consists of, while 200 events a second come live.
 */
final class LatencyTable implements MeasuredTable {
  private static final LatencyParts.Settings SETTINGS =
      new LatencyParts.Settings(5_000, 2_000, 1_000);

  private static final List<String> FLAGS =
      List.of(
          "--compression=none",
          "--maxDisorder=" + SETTINGS.disorder() + "ms",
          "--fileDelay=" + SETTINGS.delay() + "ms",
          "--checkpointingInterval=2000");

  private static final int SHARDS = 4;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration SHORTEST = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** With two million events, the table takes three minutes. */
  private static final long EVENTS_OF_A_SECOND = 10_000;

  @Override
  public String key() {
    return "latency";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(settings.events() / EVENTS_OF_A_SECOND);
    time = time.compareTo(SHORTEST) < 0 ? SHORTEST : time.compareTo(LONGEST) > 0 ? LONGEST : time;
    Folders.delete(settings.scratch());
    Path output = settings.scratch().resolve("output");
    LiveStream stream = new LiveStream(SHARDS);
    try (KinesisStub kinesis = KinesisStub.serving(stream);
        StreamProcess run =
            StreamProcess.start(
                KinesisCommand.of(kinesis, "src/bench/latency.yaml", output.toString(), FLAGS),
                Map.of(),
                settings.log("latency"));
        SessionFiles files = SessionFiles.in(output)) {
      run.await("the stream is read", LONGEST_WAIT, kinesis.read()::hasBegun);
      long start = System.currentTimeMillis();
      long sessions = LiveSessions.feed(stream, settings.seed(), time);
      run.await(
          sessions + " sessions are written", LONGEST_WAIT, () -> files.lines().size() >= sessions);
      long warm = start + time.toMillis() / 4;
      return table(parts(files.lines().values(), warm), time);
    } finally {
      Folders.delete(settings.scratch());
    }
  }

  private static List<LatencyParts> parts(Collection<SessionFiles.Line> lines, long warm) {
    List<LatencyParts> parts = new ArrayList<>();
    for (SessionFiles.Line line : lines) {
      if (line.ended() >= warm) {
        parts.add(LatencyParts.of(SETTINGS, line.ended(), line.written(), line.seen()));
      }
    }
    return parts;
  }

  private static String table(List<LatencyParts> parts, Duration time) {
    MarkdownRows rows = MarkdownRows.of("", "mean", "50 %", "95 %", "99 %", "longest");
    addRow(rows, "from a session's end to its line in a file", parts, LatencyParts::all);
    addRow(rows, "the gap", parts, LatencyParts::gap);
    addRow(rows, "`--maxDisorder`", parts, LatencyParts::disorder);
    addRow(rows, "`--fileDelay`, at most", parts, LatencyParts::delay);
    addRow(
        rows,
        "until a checkpoint has the file, and it is published",
        parts,
        LatencyParts::checkpoint);
    addRow(
        rows,
        "the rest: polling the stream, bundles, computing, writing",
        parts,
        LatencyParts::own);
    return String.format(
        Locale.ROOT,
        "%s%n%,d sessions in %d s, %d events a second in %d shards; the first quarter does not"
            + " count. %s",
        rows,
        parts.size(),
        time.toSeconds(),
        LiveSessions.EVENTS_PER_SECOND,
        SHARDS,
        Machine.lastLine());
  }

  private static void addRow(
      MarkdownRows rows,
      String name,
      List<LatencyParts> parts,
      ToDoubleFunction<LatencyParts> what) {
    double[] seconds = parts.stream().mapToDouble(what).toArray();
    rows.add(
        name,
        text(Arrays.stream(seconds).average().orElseThrow()),
        text(Percentile.of(seconds, 50)),
        text(Percentile.of(seconds, 95)),
        text(Percentile.of(seconds, 99)),
        text(Percentile.of(seconds, 100)));
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }
}

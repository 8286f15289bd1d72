package dev.sessionbeam.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The table {@code source}: how fast sessionbeam reads a Kinesis stream into a folder and into S3,
 * what a record costs, and how many requests S3 gets. Both servers are on the same machine.
 */
final class SourceTable implements MeasuredTable {
  /** A run, and one over an empty stream of as many shards, to the same output. */
  private record Pair(SourceRun empty, SourceRun full) {
    /** Microseconds of a record, without the start and end of the process. */
    double micros(Function<Cost, Duration> what, long records) {
      return what.apply(full.cost()).minus(what.apply(empty.cost())).toNanos() / 1e3 / records;
    }
  }

  @Override
  public String key() {
    return "source";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    Input input = settings.input(settings.events());
    StoredStream stream = StoredStream.of(input);
    Folders.delete(settings.scratch());
    MarkdownRows costs =
        MarkdownRows.of(
            "output",
            "records/s, median (min–max)",
            "user CPU of a record",
            "system CPU of a record",
            "files");
    String requests;
    try (SourceOutput disk = SourceOutput.onDisk(settings.scratch().resolve("disk"));
        SourceOutput s3 =
            SourceOutput.onS3(settings.scratch().resolve("s3"), settings.log("source-s3-server"))) {
      List<Pair> toDisk = new ArrayList<>();
      List<Pair> toS3 = new ArrayList<>();
      for (int round = 1; round <= Math.max(1, settings.rounds()); round++) {
        toDisk.add(pair(settings, stream, input.records(), disk));
        toS3.add(pair(settings, stream, input.records(), s3));
      }
      addRow(costs, disk, toDisk, input.records());
      addRow(costs, s3, toS3, input.records());
      requests = requests(toS3, input.records());
    }
    return String.format(
        Locale.ROOT,
        "%s%nRequests to S3:%n%n%s%n%,d records of %,d MB in %d shards; rounds: %d. %s",
        costs,
        requests,
        input.records(),
        input.bytes() / 1_000_000,
        stream.shards(),
        Math.max(1, settings.rounds()),
        Machine.lastLine());
  }

  private static Pair pair(
      BenchSettings settings, StoredStream stream, long records, SourceOutput output)
      throws IOException, InterruptedException {
    SourceRun empty = SourceRun.of(stream.emptied(), 0, output, settings.log("source"));
    SourceRun full = SourceRun.of(stream, records, output, settings.log("source"));
    System.out.printf(
        Locale.ROOT,
        "  %-10s %6.1f s, reading for %.1f s, %.1f s CPU; empty: %.1f s, %.1f s CPU%n",
        output.name(),
        seconds(full.cost().wall()),
        seconds(full.reading()),
        seconds(full.cost().cpu()),
        seconds(empty.cost().wall()),
        seconds(empty.cost().cpu()));
    return new Pair(empty, full);
  }

  private static void addRow(
      MarkdownRows rows, SourceOutput output, List<Pair> pairs, long records) {
    double[] speeds = figures(pairs, pair -> records / seconds(pair.full().reading()));
    rows.add(
        output.name(),
        String.format(
            Locale.ROOT,
            "%,.0f (%,.0f–%,.0f)",
            Median.of(speeds),
            Percentile.of(speeds, 1),
            Percentile.of(speeds, 100)),
        micros(pairs, pair -> pair.micros(Cost::user, records)),
        micros(pairs, pair -> pair.micros(Cost::system, records)),
        String.format(
            Locale.ROOT, "%,.0f", Median.of(figures(pairs, pair -> pair.full().files()))));
  }

  private static String micros(List<Pair> pairs, ToDoubleFunction<Pair> what) {
    return String.format(Locale.ROOT, "%.1f µs", Median.of(figures(pairs, what)));
  }

  /** The requests that records cause are those of a run, less those of an empty run. */
  private static String requests(List<Pair> pairs, long records) {
    MarkdownRows rows =
        MarkdownRows.of("request", "of an empty run", "of a file", "of a million events");
    for (S3RequestKind kind : S3RequestKind.values()) {
      double empty = Median.of(figures(pairs, pair -> pair.empty().requests(kind)));
      double full = Median.of(figures(pairs, pair -> pair.full().requests(kind)));
      double files = Median.of(figures(pairs, pair -> pair.full().files()));
      if (empty > 0 || full > 0) {
        rows.add(
            kind.label(),
            String.format(Locale.ROOT, "%,.0f", empty),
            String.format(Locale.ROOT, "%.2f", (full - empty) / files),
            String.format(Locale.ROOT, "%,.0f", (full - empty) / (records / 1e6)));
      }
    }
    return rows.toString();
  }

  private static double[] figures(List<Pair> pairs, ToDoubleFunction<Pair> what) {
    return pairs.stream().mapToDouble(what).toArray();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}

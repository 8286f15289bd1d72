package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The costs of a program's runs to cells of a table in Markdown. */
final class CostCells {
  static final String HEAD =
      """
      | | wall, median (min–max) | user CPU | system CPU | peak memory |
      |---|---|---|---|---|
      """;

  private CostCells() {}

  /** Returns the cells of a row, without its last bar. Peak memory is the highest of all runs. */
  static String of(String name, List<Cost> costs) {
    double[] wall = seconds(costs, Cost::wall);
    long peak = costs.stream().mapToLong(Cost::peakBytes).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %s | %.1f s (%.1f–%.1f) | %.1f s | %.1f s | %s ",
        name,
        Median.of(wall),
        min(wall),
        max(wall),
        Median.of(seconds(costs, Cost::user)),
        Median.of(seconds(costs, Cost::system)),
        peak == 0 ? "" : bytes(peak));
  }

  /** Returns a number of bytes in MB, or in GB from a gigabyte on. */
  static String bytes(long bytes) {
    if (bytes >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
    return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
  }

  /** Returns one of the times of each run, in seconds. */
  static double[] seconds(List<Cost> costs, Function<Cost, Duration> what) {
    return costs.stream().mapToDouble(cost -> what.apply(cost).toNanos() / 1e9).toArray();
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }
}

package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Pairs of runs to a table in Markdown: what each side took, and what this checkout took of it. */
final class PairTable {
  private static final String HEAD =
      """
      | | base, median | this checkout, median | this ÷ base, median of the pairs | 95 % interval |
      |---|---|---|---|---|
      """;

  private final List<CostPair> pairs;

  private PairTable(List<CostPair> pairs) {
    this.pairs = pairs;
  }

  static String of(List<CostPair> pairs) {
    PairTable table = new PairTable(pairs);
    return HEAD
        + table.row("wall", Cost::wall)
        + table.row("user CPU", Cost::user)
        + table.row("system CPU", Cost::system);
  }

  private String row(String name, Function<Cost, Duration> what) {
    double[] base = figures(pair -> seconds(what.apply(pair.base())));
    double[] own = figures(pair -> seconds(what.apply(pair.own())));
    if (Median.of(base) == 0) {
      return ""; // The system does not report it.
    }
    double[] ratios =
        figures(pair -> seconds(what.apply(pair.own())) / seconds(what.apply(pair.base())));
    MedianInterval interval = MedianInterval.of(ratios);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f s | %.2f s | %.3f | %.3f–%.3f |%n",
        name,
        Median.of(base),
        Median.of(own),
        Median.of(ratios),
        interval.low(),
        interval.high());
  }

  private double[] figures(ToDoubleFunction<CostPair> figure) {
    return pairs.stream().mapToDouble(figure).toArray();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}

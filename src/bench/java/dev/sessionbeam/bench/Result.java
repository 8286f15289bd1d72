package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The costs of a contestant in all rounds after the warm-up.
 *
 * @param costs one for each round; at least one
 */
record Result(Contestant contestant, List<Cost> costs) {
  double wallSeconds() {
    return median(Cost::wall);
  }

  double cpuSeconds() {
    return median(Cost::cpu);
  }

  double fastest() {
    return seconds(Cost::wall).get(0);
  }

  double slowest() {
    return seconds(Cost::wall).get(costs.size() - 1);
  }

  long peakBytes() {
    return costs.stream().mapToLong(Cost::peakBytes).max().orElse(0);
  }

  private double median(Function<Cost, Duration> what) {
    return Median.of(seconds(what).stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<Double> seconds(Function<Cost, Duration> what) {
    return costs.stream().map(cost -> what.apply(cost).toMillis() / 1000.0).sorted().toList();
  }
}

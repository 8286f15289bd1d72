package dev.sessionbeam.bench;

import java.util.Arrays;

/** Numbers to the one that a share of them does not exceed. */
final class Percentile {
  private Percentile() {}

  /**
   * Returns the smallest number that this share of at least one number does not exceed.
   *
   * @param percent above 0, up to 100
   */
  static double of(double[] values, double percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }
}

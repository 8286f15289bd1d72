package dev.sessionbeam.bench;

import java.util.Arrays;

/** Numbers to the one in their middle, or to the mean of the two there. */
public final class Median {
  private Median() {}

  /** Returns the number in the middle of at least one number. */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

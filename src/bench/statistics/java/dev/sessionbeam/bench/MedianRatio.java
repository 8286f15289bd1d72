package dev.sessionbeam.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * The figures of two programs, one pair for each round, to the median of the rounds' ratios. Both
 * figures of a round are measured within minutes, so a machine that is slow for a while slows both.
 */
final class MedianRatio {
  /** With fewer rounds, an interval would only show the extremes. */
  static final int ROUNDS_FOR_INTERVAL = 5;

  private MedianRatio() {}

  /**
   * Returns the median and its 95 % interval, such as {@code 0.81 (0.75–0.90)}; without an interval
   * if there are few rounds; empty if there is no ratio, because a figure is not above zero.
   */
  static String text(double[] own, double[] other) {
    if (own.length == 0 || !areAboveZero(own) || !areAboveZero(other)) {
      return "";
    }
    double[] ratios = new double[own.length];
    Arrays.setAll(ratios, round -> own[round] / other[round]);
    String median = String.format(Locale.ROOT, "%.2f", Median.of(ratios));
    if (ratios.length < ROUNDS_FOR_INTERVAL) {
      return median;
    }
    MedianInterval interval = MedianInterval.of(ratios);
    return median + String.format(Locale.ROOT, " (%.2f–%.2f)", interval.low(), interval.high());
  }

  private static boolean areAboveZero(double[] figures) {
    return Arrays.stream(figures).allMatch(figure -> figure > 0);
  }
}

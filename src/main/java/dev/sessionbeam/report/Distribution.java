package dev.sessionbeam.report;

import java.io.Serializable;
import org.HdrHistogram.Histogram;

/**
 * A distribution of values that are not negative: exact counts for each class, and percentiles by
 * an HdrHistogram. A percentile is exact up to 2,047, and above that at most 0.1 % too high. All of
 * it adds up, in any order.
 */
final class Distribution implements Serializable {
  /** What percentiles above {@link #EXACT} may be too high by. */
  static final double ERROR = 0.001;

  /** Percentiles up to this value are exact. */
  static final long EXACT = 2_047;

  private static final long serialVersionUID = 1;
  private static final int DIGITS = 3;

  private final long[] bounds;
  private final long[] counts;
  private final Histogram values = new Histogram(DIGITS);
  private long sum;
  private long max;

  /**
   * Creates an empty distribution.
   *
   * @param bounds the lower bounds of the classes
   */
  Distribution(long[] bounds) {
    this.bounds = bounds;
    this.counts = new long[bounds.length];
    values.setAutoResize(true);
  }

  /**
   * Adds a value. Below zero, which only lines that do not fit together give, it counts as zero.
   */
  void add(long given) {
    long value = Math.max(0, given);
    counts[Bounds.classOf(value, bounds)]++;
    values.recordValue(value);
    sum += value;
    max = Math.max(max, value);
  }

  void add(Distribution more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more.counts[i];
    }
    values.add(more.values);
    sum += more.sum;
    max = Math.max(max, more.max);
  }

  long[] bounds() {
    return bounds;
  }

  long count(int place) {
    return counts[place];
  }

  /** Returns the number of values. */
  long count() {
    return values.getTotalCount();
  }

  /** Returns the sum of the values, which is exact. */
  long sum() {
    return sum;
  }

  /** Returns the largest value, which is exact; 0 if there is none. */
  long max() {
    return max;
  }

  /** Returns the value below or at which so many percent of the values are; 0 if there is none. */
  long percentile(double percent) {
    return Math.min(max, values.getValueAtPercentile(percent));
  }
}

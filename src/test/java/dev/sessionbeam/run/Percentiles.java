package dev.sessionbeam.run;

import java.util.Collection;
import java.util.Locale;

/**
 * Times, in order, in nanoseconds.
 *
 * @param sorted the times, the shortest first; not empty
 */
record Percentiles(long[] sorted) {
  private static final double NANOS_PER_MILLI = 1e6;

  static Percentiles of(Collection<Long> times) {
    if (times.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to measure");
    }
    return new Percentiles(times.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  /**
   * Returns the time that a share of all times does not exceed, in milliseconds.
   *
   * @param percent above 0, up to 100
   */
  double millis(double percent) {
    int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
    return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
  }

  double median() {
    return millis(50);
  }

  double longest() {
    return millis(100);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "50 %%: %,.0f ms, 90 %%: %,.0f ms, 99 %%: %,.0f ms, longest: %,.0f ms, of %,d",
        median(),
        millis(90),
        millis(99),
        longest(),
        sorted.length);
  }
}

package dev.sessionbeam.report.page;

import java.util.Locale;

/** Writes numbers and durations for a person. */
final class Figures {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Figures() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a share in percent; a dash if there is no whole. */
  static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Returns a duration in its two largest units, such as {@code 1 h 30 min}. */
  static String duration(long millis) {
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      return two(millis, SECOND, "s", 1, "ms");
    }
    if (millis < HOUR) {
      return two(millis, MINUTE, "min", SECOND, "s");
    }
    return millis < DAY ? two(millis, HOUR, "h", MINUTE, "min") : two(millis, DAY, "d", HOUR, "h");
  }

  private static String two(long millis, long large, String unit, long small, String smaller) {
    long rest = millis % large / small;
    return millis / large + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
  }
}

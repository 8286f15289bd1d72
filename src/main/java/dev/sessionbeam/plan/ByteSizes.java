package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes of records and of state. They are written as in definitions ({@code 64KiB}), and also in
 * bytes ({@code 230B}) and thousands of bytes ({@code 1KB}), because records are small.
 */
public final class ByteSizes {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(B|KB|KiB|MiB)");
  private static final long KB = 1000;
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private ByteSizes() {}

  /**
   * Returns the size of a text, in bytes.
   *
   * @throws IllegalArgumentException if the text is not a size; its message is for a person
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size: write it like 230B, 1KB (1,000 bytes) or 1KiB (1,024)");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "B" -> number;
      case "KB" -> number * KB;
      case "KiB" -> number * KIB;
      default -> number * MIB;
    };
  }

  /** Returns a number of bytes in the largest unit of which it has one, such as {@code 1.5GiB}. */
  static String text(BigDecimal bytes) {
    for (long unit : new long[] {GIB, MIB, KIB}) {
      if (bytes.compareTo(BigDecimal.valueOf(unit)) >= 0) {
        String name = unit == GIB ? "GiB" : unit == MIB ? "MiB" : "KiB";
        return Numbers.text(Numbers.over(bytes, BigDecimal.valueOf(unit))) + name;
      }
    }
    return Numbers.text(Numbers.rounded(bytes)) + "B";
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.plan.ByteSizes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of flags of {@code plan}. What is wrong becomes a fault. */
final class PlanNumbers {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,6})?");

  private PlanNumbers() {}

  /** Reads a number that is at least another one; or adds a fault, and returns null. */
  static @Nullable BigDecimal number(
      String flag, @Nullable String text, BigDecimal least, List<String> faults) {
    if (text == null) {
      return null;
    }
    if (!NUMBER.matcher(text).matches()) {
      faults.add(flag + ": '" + text + "' is not a number: write it like 1000 or 2.5");
      return null;
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() == 0 || number.compareTo(least) < 0) {
      faults.add(
          flag
              + ": '"
              + text
              + "' must be "
              + (least.signum() == 0 ? "above 0" : "at least " + least));
      return null;
    }
    return number;
  }

  /** Reads a whole number that is at least another one; or adds a fault, and returns null. */
  static @Nullable Long whole(String flag, @Nullable String text, long least, List<String> faults) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) < least) {
      faults.add(flag + ": '" + text + "' must be a whole number of at least " + least);
      return null;
    }
    return Long.valueOf(text);
  }

  /** Reads a duration that is longer than zero; or adds a fault, and returns null. */
  static @Nullable Duration pause(String flag, @Nullable String text, List<String> faults) {
    Duration duration = text == null ? null : DlqFlags.duration(flag, text, faults);
    if (duration != null && duration.isZero()) {
      faults.add(flag + ": must be longer than 0");
      return null;
    }
    return duration;
  }

  /** Reads a size, in bytes; or adds a fault, and returns null. */
  static @Nullable Long size(String flag, @Nullable String text, List<String> faults) {
    if (text == null) {
      return null;
    }
    try {
      return ByteSizes.parse(text);
    } catch (IllegalArgumentException e) {
      faults.add(flag + ": " + e.getMessage());
      return null;
    }
  }
}

package dev.sessionbeam.definition;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes durations such as {@code 30m}, {@code 1h30m}, {@code 500ms} and {@code 0}. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private static final Pattern FORM =
      Pattern.compile("(-)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");

  // A number with more digits is read as TOO_MANY. That is more than the longest duration in every
  // unit, and small enough to add up.
  private static final int MOST_DIGITS = 12;
  private static final long TOO_MANY = 1_000_000_000_000L;

  private Durations() {}

  /**
   * Returns the duration of a setting, which may be negative; or notes a fault and returns null.
   */
  static @Nullable Duration read(YamlNode node) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      node.fault(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * Returns the duration of a text, which may be negative.
   *
   * @throws IllegalArgumentException if the text is not a duration; its message is for a person
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches() || text.isEmpty() || text.equals("-")) {
      throw new IllegalArgumentException(
          DIGITS.matcher(text).matches()
              ? "needs a unit (d, h, m, s or ms), e.g. " + text + "m"
              : "'"
                  + text
                  + "' is not a duration: write it like 30m, 24h, 1d, 90s, 500ms or 1h30m");
    }
    Duration duration = sum(form);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("must not be longer than " + LONGEST.toDays() + "d");
    }
    return form.group(1) == null ? duration : duration.negated();
  }

  /** Returns a text that reads as this duration. The duration must not be negative. */
  public static String text(Duration duration) {
    String text =
        amount(duration.toDays(), "d")
            + amount(duration.toHoursPart(), "h")
            + amount(duration.toMinutesPart(), "m")
            + amount(duration.toSecondsPart(), "s")
            + amount(duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text;
  }

  private static Duration sum(Matcher form) {
    return Duration.ofDays(number(form.group(2)))
        .plusHours(number(form.group(3)))
        .plusMinutes(number(form.group(4)))
        .plusSeconds(number(form.group(5)))
        .plusMillis(number(form.group(6)));
  }

  private static long number(@Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    return digits.length() > MOST_DIGITS ? TOO_MANY : Long.parseLong(digits);
  }

  private static String amount(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}

package dev.sessionbeam.plan;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value of a plan.
 *
 * @param number the number; null for a word
 * @param unit the number's unit, for a program: {@code 1/s}, {@code bytes}, {@code s}; empty for a
 *     count
 * @param text the number with its unit, or the word, for a person
 */
record Quantity(@Nullable BigDecimal number, String unit, String text) {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final BigDecimal LONGEST = Numbers.of(10_000 * 86_400L);

  static Quantity count(BigDecimal number) {
    return new Quantity(number, "", Numbers.text(number));
  }

  static Quantity perSecond(BigDecimal number) {
    return new Quantity(number, "1/s", Numbers.text(number) + "/s");
  }

  static Quantity bytesPerSecond(BigDecimal bytes) {
    return new Quantity(bytes, "bytes/s", Numbers.text(bytes) + " bytes/s");
  }

  static Quantity size(BigDecimal bytes) {
    return new Quantity(bytes, "bytes", ByteSizes.text(bytes));
  }

  static Quantity percent(BigDecimal percent) {
    return new Quantity(percent, "%", Numbers.text(percent) + " %");
  }

  static Quantity cores(BigDecimal cores) {
    return new Quantity(cores, "cores", Numbers.text(cores) + " cores");
  }

  /** A duration; parts of a millisecond are rounded. */
  static Quantity seconds(BigDecimal seconds) {
    if (seconds.compareTo(LONGEST) > 0) {
      return new Quantity(seconds, "s", "more than 10000d");
    }
    BigDecimal millis = seconds.multiply(MILLIS).setScale(0, RoundingMode.HALF_UP);
    return new Quantity(seconds, "s", Durations.text(Duration.ofMillis(millis.longValueExact())));
  }

  static Quantity money(BigDecimal amount, String currency) {
    return new Quantity(amount, currency, Numbers.money(amount) + " " + currency);
  }

  static Quantity word(String word) {
    return new Quantity(null, "", word);
  }
}

package dev.sessionbeam.deliver.route;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the numbers and durations in routes. */
final class QuantityReader {
  private static final Pattern RATE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)/s");

  private QuantityReader() {}

  /** Returns a whole number that is at least 1; or notes a fault and returns null. */
  static @Nullable Integer positive(RouteNode node) {
    if (!(node.value() instanceof BigDecimal number)) {
      node.wrong("a whole number");
      return null;
    }
    try {
      int whole = number.intValueExact();
      if (whole >= 1) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // The fault is added below.
    }
    node.fault("must be a whole number from 1 to " + Integer.MAX_VALUE);
    return null;
  }

  /** Returns a number of deliveries a second, above zero; or notes a fault and returns null. */
  static @Nullable Double rate(RouteNode node) {
    BigDecimal number = node.value() instanceof BigDecimal plain ? plain : null;
    if (node.value() instanceof String text) {
      Matcher rate = RATE.matcher(text);
      number = rate.matches() ? new BigDecimal(rate.group(1)) : null;
    }
    double rate = number == null ? 0 : number.doubleValue();
    if (rate <= 0 || Double.isInfinite(rate)) {
      node.fault("must be a number of deliveries a second above 0, such as 50 or \"50/s\"");
      return null;
    }
    return rate;
  }

  /** Returns a duration that is longer than zero; or notes a fault and returns null. */
  static @Nullable Duration duration(RouteNode node) {
    if (node.value() instanceof BigDecimal number) {
      node.fault("needs a unit (d, h, m, s or ms), and double quotes: \"" + number + "s\"");
      return null;
    }
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      Duration duration = Durations.parse(text);
      if (!duration.isZero() && !duration.isNegative()) {
        return duration;
      }
      node.fault("must be longer than zero");
    } catch (IllegalArgumentException e) {
      node.fault(String.valueOf(e.getMessage()));
    }
    return null;
  }
}

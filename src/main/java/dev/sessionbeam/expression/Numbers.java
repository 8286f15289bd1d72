package dev.sessionbeam.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Turns the numbers of a record into CEL's, and compares numbers exactly: two different numbers are
 * never equal, whatever their types are.
 */
final class Numbers {
  private static final int LONGEST_LONG = 18;
  private static final int LONGEST_UNSIGNED = 20;
  private static final BigInteger MAX_UNSIGNED = UnsignedLong.MAX_VALUE.bigIntegerValue();

  /** Up to this, each whole number is a double. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private Numbers() {}

  /** Returns whether a value is a number. */
  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof WrittenNumber;
  }

  /**
   * Returns the number that a JSON text denotes: a Long or an UnsignedLong for an integer, a Double
   * for another number if the double is printed as the same number, and otherwise a {@link
   * WrittenNumber}.
   */
  static Object of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return decimal(text);
      }
    }
    return integer(text);
  }

  private static Object integer(String text) {
    if (text.length() <= LONGEST_LONG) {
      return Long.parseLong(text);
    }
    if (text.length() > LONGEST_UNSIGNED) {
      return new WrittenNumber(text);
    }
    BigInteger number = new BigInteger(text);
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number.signum() > 0 && number.compareTo(MAX_UNSIGNED) <= 0
        ? UnsignedLong.valueOf(number)
        : new WrittenNumber(text);
  }

  private static Object decimal(String text) {
    double nearest = Double.parseDouble(text);
    String printed = Double.toString(nearest);
    if (printed.equals(text)) {
      return nearest;
    }
    if (!Double.isFinite(nearest)) {
      return new WrittenNumber(text);
    }
    WrittenNumber written = new WrittenNumber(text);
    return written.equals(new WrittenNumber(printed)) ? nearest : written;
  }

  /** Returns whether two numbers are equal. NaN is equal to nothing. */
  static boolean equal(Object a, Object b) {
    if (a instanceof Long || a instanceof UnsignedLong) {
      if (a.getClass() == b.getClass()) {
        return a.equals(b);
      }
    }
    if (a instanceof WrittenNumber && a.equals(b)) {
      return true;
    }
    return !isNaN(a) && !isNaN(b) && compare(a, b) == 0;
  }

  /**
   * Compares two numbers that are not NaN.
   *
   * @throws NoValueException if a number has more than 1000 digits
   */
  static int compare(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (isSmall(a) && isSmall(b)) {
      double x = ((Number) a).doubleValue();
      double y = ((Number) b).doubleValue();
      return x < y ? -1 : x > y ? 1 : 0;
    }
    if (isInfinite(a) || isInfinite(b)) {
      return Double.compare(sign(a), sign(b));
    }
    return exact(a).compareTo(exact(b));
  }

  static boolean isNaN(Object number) {
    return number instanceof Double x && x.isNaN();
  }

  /** Returns whether a comparison of the number as a double is exact. */
  private static boolean isSmall(Object number) {
    return number instanceof Double
        || (number instanceof Long x && x <= EXACT_IN_DOUBLE && x >= -EXACT_IN_DOUBLE);
  }

  private static boolean isInfinite(Object number) {
    return number instanceof Double x && x.isInfinite();
  }

  /** Returns an infinite number itself, and zero for any other number. */
  private static double sign(Object number) {
    return number instanceof Double x && x.isInfinite() ? x : 0;
  }

  private static BigDecimal exact(Object number) {
    if (number instanceof WrittenNumber written) {
      return written.exact();
    }
    if (number instanceof Double x) {
      // The number that is printed, because a record's 0.1 is 0.1, and not the double next to it.
      return new BigDecimal(Double.toString(x));
    }
    return number instanceof UnsignedLong unsigned
        ? new BigDecimal(unsigned.bigIntegerValue())
        : BigDecimal.valueOf(((Number) number).longValue());
  }
}

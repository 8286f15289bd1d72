package dev.sessionbeam.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Converts a decimal number that counts units since the epoch to whole milliseconds. The arithmetic
 * is exact. What is finer than a millisecond is floored, so that the order of instants stays before
 * 1970 too.
 */
final class EpochNumber {
  /** How many characters a number may have. */
  static final int LONGEST = 100;

  private static final int LONGEST_LONG = 19;

  private static final long[] POWERS_OF_TEN = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

  private EpochNumber() {}

  /**
   * Returns the milliseconds of a number, or null if the text is not a number of at most 100
   * characters, or the milliseconds are outside the range of a long. A number may have a sign, a
   * fraction and an exponent: {@code 1710072000}, {@code -0.5}, {@code 1.71e9}.
   *
   * @param power the power of ten that converts the unit to milliseconds: 3 for seconds, -3 for
   *     microseconds
   */
  static @Nullable Long ofNumber(String text, int power) {
    if (text.length() > LONGEST || !isNumber(text)) {
      return null;
    }
    return isInteger(text) ? ofInteger(text, power) : ofDecimal(text, power);
  }

  /**
   * Returns the milliseconds of an integer, or null if they are outside the range of a long.
   *
   * @param text digits after at most one sign; not longer than a number may be
   * @param power as in {@link #ofNumber}
   */
  static @Nullable Long ofInteger(String text, int power) {
    if (!fitsIntoLong(text, power)) {
      return ofDecimal(text, power);
    }
    long units = Long.parseLong(text);
    long factor = POWERS_OF_TEN[Math.abs(power)];
    return power < 0 ? Math.floorDiv(units, factor) : units * factor;
  }

  private static @Nullable Long ofDecimal(String text, int power) {
    try {
      return floor(new BigDecimal(text), power);
    } catch (NumberFormatException e) {
      return null; // The exponent is beyond 32 bits.
    }
  }

  /** Whether an integer of this text fits into a long, in its own unit and in milliseconds. */
  private static boolean fitsIntoLong(String text, int power) {
    int length = text.length() + Math.max(power, 0);
    return length < LONGEST_LONG
        // The nanoseconds of this century have 19 digits.
        || (length == LONGEST_LONG && text.charAt(0) < '9');
  }

  private static @Nullable Long floor(BigDecimal number, int power) {
    if (number.signum() == 0) {
      return 0L;
    }
    // Before any arithmetic: the digits of 1e999999999 would fill the memory.
    long digitsBeforePoint = (long) number.precision() - number.scale() + power;
    if (digitsBeforePoint > LONGEST_LONG) {
      return null;
    }
    if (digitsBeforePoint <= 0) {
      return number.signum() < 0 ? -1L : 0L;
    }
    BigDecimal millis = number.scaleByPowerOfTen(power).setScale(0, RoundingMode.FLOOR);
    return millis.unscaledValue().bitLength() < Long.SIZE ? millis.longValue() : null;
  }

  private static boolean isNumber(String text) {
    TextCursor cursor = new TextCursor(text);
    skipSign(cursor);
    if (!skipDigits(cursor) || (cursor.skip('.') && !skipDigits(cursor))) {
      return false;
    }
    if (cursor.skipLetters("E")) {
      skipSign(cursor);
      if (!skipDigits(cursor)) {
        return false;
      }
    }
    return cursor.isAtEnd();
  }

  private static void skipSign(TextCursor cursor) {
    if (!cursor.skip('-')) {
      cursor.skip('+');
    }
  }

  private static boolean skipDigits(TextCursor cursor) {
    boolean any = cursor.isDigitNext();
    while (cursor.isDigitNext()) {
      cursor.number(1);
    }
    return any;
  }

  /** Whether a number has no fraction and no exponent. */
  private static boolean isInteger(String number) {
    return number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
  }
}

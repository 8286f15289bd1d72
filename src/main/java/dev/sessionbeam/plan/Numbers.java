package dev.sessionbeam.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Arithmetic that a person can do again. Each result is rounded to the digits that are printed, and
 * the next step computes with the rounded number.
 */
public final class Numbers {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final int DECIMALS = 3;
  private static final MathContext SMALL = new MathContext(DECIMALS, RoundingMode.HALF_UP);

  private Numbers() {}

  static BigDecimal of(long number) {
    return BigDecimal.valueOf(number);
  }

  /** Returns the product, rounded. */
  static BigDecimal times(BigDecimal first, BigDecimal second) {
    return rounded(first.multiply(second));
  }

  /** Returns the quotient, rounded. */
  static BigDecimal over(BigDecimal dividend, BigDecimal divisor) {
    return rounded(dividend.divide(divisor, MathContext.DECIMAL128));
  }

  /** Returns the quotient, rounded up to a whole number. */
  static BigDecimal upOver(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, MathContext.DECIMAL128).setScale(0, RoundingMode.CEILING);
  }

  /** Returns the share in percent, rounded. */
  static BigDecimal percent(BigDecimal part, BigDecimal whole) {
    return over(part.multiply(BigDecimal.valueOf(100)), whole);
  }

  /** Rounds to a whole number from 1,000 on, to 3 decimals from 1 on, and else to 3 digits. */
  static BigDecimal rounded(BigDecimal number) {
    BigDecimal size = number.abs();
    if (size.compareTo(THOUSAND) >= 0) {
      return number.setScale(0, RoundingMode.HALF_UP);
    }
    return size.compareTo(BigDecimal.ONE) >= 0
        ? number.setScale(DECIMALS, RoundingMode.HALF_UP)
        : number.round(SMALL);
  }

  /** Rounds an amount of money to two decimals. */
  static BigDecimal cents(BigDecimal number) {
    return number.setScale(2, RoundingMode.HALF_UP);
  }

  /** Returns the number as text, such as {@code 1,234} and {@code 0.0475}. */
  public static String text(BigDecimal number) {
    return format("#,##0.############", number);
  }

  /** Returns the number and what is counted, such as {@code 1 slot} and {@code 2 slots}. */
  static String counted(BigDecimal number, String one) {
    return text(number) + " " + one + (number.compareTo(BigDecimal.ONE) == 0 ? "" : "s");
  }

  /** Returns the number with two decimals, as money is written. */
  static String money(BigDecimal number) {
    return format("#,##0.00", number);
  }

  private static String format(String pattern, BigDecimal number) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(number);
  }
}

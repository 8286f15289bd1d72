package dev.sessionbeam.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The largest share of rejected records with which a batch run succeeds.
 *
 * @param share from 0 to 1
 */
record InvalidShare(BigDecimal share) {
  /** Above this share, a run that has no limit of its own prints a note. */
  static final InvalidShare NOTABLE = new InvalidShare(new BigDecimal("0.1"));

  private static final Pattern SHARE =
      Pattern.compile("(\\d{1,3}|\\d{0,3}\\.\\d{1,9}|\\d{1,3}\\.)( ?%)?");

  private static final int TWO_DIGITS = 2;

  /**
   * Returns the share that {@code --maxInvalid} gives; null if it is not given, or is not a share,
   * which is added to the faults.
   */
  static @Nullable InvalidShare parse(@Nullable String text, List<String> faults) {
    if (text == null) {
      return null;
    }
    Matcher matcher = SHARE.matcher(text.strip());
    if (matcher.matches()) {
      BigDecimal number = new BigDecimal(matcher.group(1));
      BigDecimal share = matcher.group(2) == null ? number : number.movePointLeft(TWO_DIGITS);
      if (share.compareTo(BigDecimal.ONE) <= 0) {
        return new InvalidShare(share);
      }
    }
    faults.add(
        "--maxInvalid: '"
            + text
            + "' is not a share: write a number from 0 to 1, such as 0.05, or a percentage, such"
            + " as 5%");
    return null;
  }

  /** Whether more than this share of the records is invalid. */
  boolean isExceededBy(Ledger ledger) {
    return BigDecimal.valueOf(ledger.invalid())
            .compareTo(share.multiply(BigDecimal.valueOf(ledger.read())))
        > 0;
  }

  /** The invalid records as a percentage, rounded up, such as {@code 12.5 %}. */
  static String percentage(Ledger ledger) {
    return percent(
        BigDecimal.valueOf(ledger.invalid())
            .divide(BigDecimal.valueOf(ledger.read()), 4, RoundingMode.UP));
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(TWO_DIGITS).stripTrailingZeros().toPlainString() + " %";
  }

  @Override
  public String toString() {
    return percent(share);
  }
}

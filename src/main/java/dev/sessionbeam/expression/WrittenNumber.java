package dev.sessionbeam.expression;

import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number of a record that no CEL number is equal to: an integer beyond 64 bits, or a decimal with
 * more digits than a double holds. It keeps all its digits for copies, {@code string()} and
 * comparisons; arithmetic on a decimal uses the nearest double.
 */
final class WrittenNumber {
  private final String text;
  private final @Nullable BigDecimal exact;
  private final boolean integer;

  /** Creates a number from a JSON number as it was written. */
  WrittenNumber(String text) {
    JsonValue json = JsonValue.ofText(text);
    this.text = text;
    this.exact = json.asDecimal();
    this.integer = json.isInteger();
  }

  /** Returns the number as it was written. */
  String text() {
    return text;
  }

  /**
   * Returns the exact number.
   *
   * @throws NoValueException if it would have more than 1000 digits
   */
  BigDecimal exact() {
    if (exact == null) {
      throw new NoValueException("a number with more than 1000 digits can only be copied");
    }
    return exact;
  }

  /**
   * Returns the nearest double, for arithmetic.
   *
   * @throws NoValueException if the number is written as an integer, which arithmetic would round
   */
  double forArithmetic() {
    if (integer) {
      throw new NoValueException("an integer beyond 64 bits has no arithmetic");
    }
    return Double.parseDouble(text);
  }

  /** Returns the nearest double; infinite if the number is too large. */
  double nearestDouble() {
    return Double.parseDouble(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WrittenNumber that
        && (text.equals(that.text)
            || (exact != null && that.exact != null && exact.compareTo(that.exact) == 0));
  }

  @Override
  public int hashCode() {
    return exact == null ? text.hashCode() : exact.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Integers of 64 bits. A number with a fraction of zeros or an exponent is one, if its value is.
 * The canonical text has digits only.
 */
final class IntegerFormat implements ValueFormat {
  @Override
  public @Nullable Object read(JsonValue json) {
    long small = json.asSmallInteger();
    if (small != JsonValue.NOT_SMALL) {
      return small;
    }
    BigDecimal number = json.asDecimal();
    try {
      return number == null ? null : number.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** JSON has no zeros before a number, so only zero has two texts without a fraction. */
  @Override
  public boolean isCanonical(JsonValue json, Object value) {
    return json.isInteger() && ((Long) value != 0 || json.length() == 1);
  }

  @Override
  public byte[] write(Object value) {
    return value.toString().getBytes(StandardCharsets.US_ASCII);
  }
}

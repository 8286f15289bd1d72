package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Numbers with a fixed number of decimal digits. A number that needs more digits is not one:
 * nothing is rounded. The canonical text has no exponent and no zeros at the end of its fraction.
 */
final class DecimalFormat implements ValueFormat {
  private final int precision;
  private final int scale;

  DecimalFormat(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public @Nullable Object read(JsonValue json) {
    BigDecimal number = json.asDecimal();
    if (number == null) {
      return null;
    }
    try {
      BigDecimal scaled = number.setScale(scale, RoundingMode.UNNECESSARY);
      return scaled.precision() > precision ? null : scaled;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  @Override
  public byte[] write(Object value) {
    String text = ((BigDecimal) value).stripTrailingZeros().toPlainString();
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

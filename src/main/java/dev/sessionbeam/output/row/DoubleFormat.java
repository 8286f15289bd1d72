package dev.sessionbeam.output.row;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of 64 bits with a binary fraction: the nearest one to the number in JSON. The canonical
 * text is the shortest that reads as the same number, in the form that expressions write: {@code
 * 1.5}, {@code 3.0}, {@code 1.0E10}.
 */
final class DoubleFormat implements ValueFormat {
  @Override
  public @Nullable Object read(JsonValue json) {
    if (!json.isNumber()) {
      return null;
    }
    double number = Double.parseDouble(json.text());
    return Double.isInfinite(number) ? null : number;
  }

  /** Java's own method is not used: before JDK 19, it does not always find the shortest text. */
  @Override
  public byte[] write(Object value) {
    return DoubleToDecimal.toString((Double) value).getBytes(StandardCharsets.US_ASCII);
  }
}

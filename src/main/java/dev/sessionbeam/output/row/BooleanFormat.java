package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The words true and false. */
final class BooleanFormat implements ValueFormat {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  @Override
  public @Nullable Object read(JsonValue json) {
    if (json.isWrittenAs(TRUE)) {
      return true;
    }
    return json.isWrittenAs(FALSE) ? false : null;
  }

  @Override
  public byte[] write(Object value) {
    return (Boolean) value ? TRUE : FALSE;
  }
}

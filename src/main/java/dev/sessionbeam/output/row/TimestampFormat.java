package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.json.TimeFormat;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Instants in milliseconds since the epoch: texts in ISO 8601. A time without an offset is in UTC;
 * finer digits are cut off. The canonical text is {@code 2017-02-05T00:00:00.123Z}.
 *
 * <p>The last text is remembered: all events of a session have the same start.
 */
final class TimestampFormat implements ValueFormat {
  private static final TimeFormat ISO = TimeFormat.iso8601(ZoneOffset.UTC);

  private @Nullable JsonValue last;
  private @Nullable Long lastMillis;
  private boolean lastIsCanonical;

  @Override
  public @Nullable Object read(JsonValue json) {
    remember(json);
    return lastMillis;
  }

  @Override
  public boolean isCanonical(JsonValue json, Object value) {
    remember(json);
    return lastIsCanonical;
  }

  private void remember(JsonValue json) {
    if (last == null || !last.isWrittenAs(json)) {
      Long canonical = Rfc3339.read(json);
      last = JsonValue.ofText(json.toBytes());
      lastMillis = canonical == null ? ISO.millis(json) : canonical;
      lastIsCanonical = canonical != null;
    }
  }

  @Override
  public byte[] write(Object value) {
    return ('"' + Rfc3339.format((Long) value) + '"').getBytes(StandardCharsets.US_ASCII);
  }
}

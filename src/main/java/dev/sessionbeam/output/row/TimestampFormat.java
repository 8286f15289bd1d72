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
 */
final class TimestampFormat implements ValueFormat {
  private static final TimeFormat ISO = TimeFormat.iso8601(ZoneOffset.UTC);

  @Override
  public @Nullable Object read(JsonValue json) {
    return ISO.millis(json);
  }

  @Override
  public byte[] write(Object value) {
    return ('"' + Rfc3339.format((Long) value) + '"').getBytes(StandardCharsets.US_ASCII);
  }
}

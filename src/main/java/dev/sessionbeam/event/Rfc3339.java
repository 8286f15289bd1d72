package dev.sessionbeam.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as the output writes them: RFC 3339, UTC, three decimals. */
public final class Rfc3339 {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  /** {@code 2017-02-05T00:00:00.123Z}. */
  public static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /** As {@link #format(Instant)}, for milliseconds since the epoch. */
  public static String format(long millis) {
    return format(Instant.ofEpochMilli(millis));
  }
}

package dev.sessionbeam.source.kinesis;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Where the reading of a stream begins.
 *
 * @param millis records that arrived at this instant or later, in milliseconds since the epoch; the
 *     least number: all that the stream holds
 */
public record StartAt(long millis) implements Serializable {
  /** The oldest record that the stream holds. */
  public static final StartAt OLDEST = new StartAt(Long.MIN_VALUE);

  /**
   * What a person wrote: {@code trim_horizon}, {@code latest}, or an instant of ISO 8601 with an
   * offset.
   *
   * @param now stands for {@code latest}. It is settled once: a run that fails ahead of its first
   *     checkpoint begins again where it began, and misses nothing that came meanwhile.
   * @throws IllegalArgumentException with a message for that person
   */
  public static StartAt parse(String text, Instant now) {
    if (text.equalsIgnoreCase("trim_horizon")) {
      return OLDEST;
    }
    if (text.equalsIgnoreCase("latest")) {
      return new StartAt(now.toEpochMilli());
    }
    try {
      return new StartAt(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is none of latest and trim_horizon, and no time like 2026-01-31T12:00:00Z",
          e);
    }
  }

  boolean isOldest() {
    return equals(OLDEST);
  }
}

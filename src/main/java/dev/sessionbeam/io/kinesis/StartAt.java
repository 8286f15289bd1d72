package dev.sessionbeam.io.kinesis;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Where the reading of a stream starts.
 *
 * @param millis read records that arrived at this instant or later, in milliseconds since the
 *     epoch; {@link Long#MIN_VALUE} for all that the stream holds
 */
public record StartAt(long millis) implements Serializable {
  /** The oldest record that the stream holds. */
  public static final StartAt OLDEST = new StartAt(Long.MIN_VALUE);

  /**
   * Parses what a person wrote: {@code trim_horizon}, {@code latest}, or an instant of ISO 8601
   * with an offset.
   *
   * @param now the meaning of {@code latest}. It is determined once. If a run fails before its
   *     first checkpoint, the restart reads from the same instant, so no record that arrived in
   *     between is missed.
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
          "'" + text + "' must be latest, trim_horizon, or a time like 2026-01-31T12:00:00Z", e);
    }
  }

  boolean isOldest() {
    return equals(OLDEST);
  }
}

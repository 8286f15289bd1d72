package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many bytes of events a machine of a stream may send, so that a machine that sends too much
 * does not harm other machines.
 *
 * @param spanMillis the length of the spans of time in which bytes are counted, in milliseconds
 * @param bytesPerSpan the maximum number of bytes in each span
 */
public record MachineLimit(long spanMillis, long bytesPerSpan) implements Serializable {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** A limit of this many bytes per max duration, or per day if there is no max duration. */
  public static MachineLimit of(SessionRules rules, long bytes) {
    long cap = rules.maxDurationMillis();
    return new MachineLimit(cap == 0 ? DAY : cap, bytes);
  }

  /** The number of the span that an instant is in. */
  long span(long instant) {
    return Math.floorDiv(instant, spanMillis);
  }

  /** The first instant after a span. */
  long endOf(long span) {
    return (span + 1) * spanMillis;
  }
}

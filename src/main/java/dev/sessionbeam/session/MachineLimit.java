package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many bytes of events a machine of a stream may send, so that one that floods harms no other.
 *
 * @param spanMillis of which length the spans of time are that bytes are counted in
 * @param bytesPerSpan how many bytes there may be in each of them
 */
public record MachineLimit(long spanMillis, long bytesPerSpan) implements Serializable {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** So many bytes in a session's longest duration, or in a day where there is none. */
  public static MachineLimit of(SessionRules rules, long bytes) {
    long cap = rules.maxDurationMillis();
    return new MachineLimit(cap == 0 ? DAY : cap, bytes);
  }

  /** The span that an instant lies in. */
  long span(long instant) {
    return Math.floorDiv(instant, spanMillis);
  }

  /** The first instant after a span. */
  long endOf(long span) {
    return (span + 1) * spanMillis;
  }
}

package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Duration;

/**
 * Sessions of a stream: when they start, and which events still reach theirs.
 *
 * @param latenessMillis how far the watermark may have passed the end of the gap behind a session
 *     for an event to change it
 * @param spanMillis of which length the spans are in which a machine's bytes are counted
 * @param bytesPerSpan how many bytes of events a machine may send in one of them
 */
public record StreamRules(
    SessionRules session, long latenessMillis, long spanMillis, long bytesPerSpan)
    implements Serializable {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /** What is of no use any more is forgotten by and by: so many times in the time it is kept. */
  private static final int SWEEPS = 8;

  /**
   * The rules of a stream.
   *
   * @param lateness how far the watermark may have passed the end of the gap behind a session for
   *     an event to change it
   * @param bytesPerMachine how many bytes of events a machine may send per cap, or per day where
   *     there is none
   */
  public static StreamRules of(SessionRules session, Duration lateness, long bytesPerMachine) {
    long cap = session.maxDurationMillis();
    return new StreamRules(session, lateness.toMillis(), cap == 0 ? DAY : cap, bytesPerMachine);
  }

  /** The span of time that an instant lies in. */
  long span(long instant) {
    return Math.floorDiv(instant, spanMillis);
  }

  /** The watermark from which on no event of the span is admitted. */
  long spanOverAt(long span) {
    return (span + 1) * spanMillis + session.gapMillis() + latenessMillis;
  }

  /** The watermark from which on a window's sessions are written: it has passed the gap. */
  long dueAt(SessionWindow window) {
    return window.maxTimestamp().getMillis() + 1;
  }

  /** The watermark from which on no event may change the window's sessions. */
  long closedAt(SessionWindow window) {
    return dueAt(window) + latenessMillis;
  }

  /**
   * The watermark from which on every event that would touch the window is too late itself: one
   * that joins it comes from less than a gap behind it.
   */
  long untouchableAt(SessionWindow window) {
    return closedAt(window) + session.gapMillis();
  }

  /** When to forget what may be forgotten from this watermark on: a little later, with others. */
  long sweepAt(long watermark) {
    long grain = Math.max(1, (session.gapMillis() + latenessMillis) / SWEEPS);
    return -Math.floorDiv(-watermark, grain) * grain;
  }
}

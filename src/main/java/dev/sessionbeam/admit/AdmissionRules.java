package dev.sessionbeam.admit;

import dev.sessionbeam.definition.SessionSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which events of a stream are admitted to their session.
 *
 * @param gapMillis the pause that ends a session
 * @param allowedLatenessMillis how far the watermark may be past the end of the gap behind an event
 * @param periodMillis of which length the spans are in which a machine's bytes are counted
 * @param bytesPerPeriod how many bytes of events a machine may send in one of them
 */
public record AdmissionRules(
    long gapMillis, long allowedLatenessMillis, long periodMillis, long bytesPerPeriod)
    implements Serializable {
  public static AdmissionRules of(SessionSettings session) {
    Duration period = session.maxDuration().isZero() ? Duration.ofDays(1) : session.maxDuration();
    return new AdmissionRules(
        session.gap().toMillis(),
        session.allowedLateness().toMillis(),
        period.toMillis(),
        session.maxMachineBytes());
  }

  /**
   * Whether an event comes too late to change a session: the watermark has passed its instant plus
   * the gap, which is when a session that ends with it is written, by more than the lateness.
   */
  boolean isTooLate(long instant, long watermark) {
    return forgetAt(instant) < watermark;
  }

  /** The last watermark at which an event of this instant is admitted. */
  long forgetAt(long instant) {
    return instant + gapMillis - 1 + allowedLatenessMillis;
  }

  /** The span of time that an instant lies in. */
  long period(long instant) {
    return Math.floorDiv(instant, periodMillis);
  }

  /** The last instant of a span. */
  long endOf(long period) {
    return (period + 1) * periodMillis - 1;
  }
}

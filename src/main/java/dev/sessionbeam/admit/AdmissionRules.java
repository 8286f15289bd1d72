package dev.sessionbeam.admit;

import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.session.SessionRules;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which events of a stream are admitted to their session.
 *
 * @param latenessMillis how far the watermark may have passed the end of the gap behind a session
 *     for an event to change it
 * @param spanMillis of which length the spans are in which a machine's bytes are counted
 * @param bytesPerSpan how many bytes of events a machine may send in one of them
 */
public record AdmissionRules(
    SessionRules session, long latenessMillis, long spanMillis, long bytesPerSpan)
    implements Serializable {

  public static AdmissionRules of(SessionSettings session) {
    Duration span = session.maxDuration().isZero() ? Duration.ofDays(1) : session.maxDuration();
    return new AdmissionRules(
        SessionRules.of(session.gap(), session.maxDuration()),
        session.allowedLateness().toMillis(),
        span.toMillis(),
        session.maxMachineBytes());
  }

  /** The span of time that an instant lies in. */
  long span(long instant) {
    return Math.floorDiv(instant, spanMillis);
  }

  /** The watermark from which on no event of the span is admitted. */
  long spanOverAt(long span) {
    return (span + 1) * spanMillis + session.gapMillis() + latenessMillis;
  }
}

package dev.sessionbeam.session;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** The counters of the steps that turn events into sessions. This class is their namespace. */
public final class SessionCounters {
  /** Duplicates that were left out. */
  public static final String DUPLICATES = "duplicates";

  /** Events in written sessions that are no longer valid. */
  public static final String SUPERSEDED_EVENTS = "superseded_events";

  /** Written sessions that are no longer valid. */
  public static final String SUPERSEDED_SESSIONS = "superseded_sessions";

  /** Written sessions that are no longer valid, and whose first event is an opening event. */
  public static final String SUPERSEDED_OPENED = "superseded_opened";

  /** Events before the first session that begins in the range. */
  public static final String BEFORE_RANGE = "before_range";

  /** Events after the last session that begins in the range. */
  public static final String AFTER_RANGE = "after_range";

  private SessionCounters() {}

  static Counter of(String name) {
    return Metrics.counter(SessionCounters.class, name);
  }
}

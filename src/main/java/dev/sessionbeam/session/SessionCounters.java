package dev.sessionbeam.session;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** What is counted where events become sessions, in this class's namespace. */
public final class SessionCounters {
  /** Copies of events that were left out. */
  public static final String DUPLICATES = "duplicates";

  /** Events in sessions that were written and hold no more. */
  public static final String SUPERSEDED_EVENTS = "superseded_events";

  /** Sessions that were written and hold no more. */
  public static final String SUPERSEDED_SESSIONS = "superseded_sessions";

  /** Those of them that an opening event began. */
  public static final String SUPERSEDED_OPENED = "superseded_opened";

  /** Events ahead of the first session that begins in a range. */
  public static final String BEFORE_RANGE = "before_range";

  /** Events behind the last session that begins in a range. */
  public static final String AFTER_RANGE = "after_range";

  private SessionCounters() {}

  static Counter of(String name) {
    return Metrics.counter(SessionCounters.class, name);
  }
}

package dev.sessionbeam.session;

import org.jspecify.annotations.Nullable;

/**
 * Goes down one machine's events in order, and says of each whether it starts a session: the one
 * place that says so. SEMANTICS, section 3.
 */
final class SessionStarts {
  private final SessionRules rules;

  /** Instants in milliseconds since the epoch; null before the first event, or opening event. */
  private @Nullable Long start;

  private long previous;
  private @Nullable Long openedAt;

  SessionStarts(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Goes on to the next event, and says whether it starts a session.
   *
   * @param millis no less than before; of one instant, opening events come first
   */
  boolean next(long millis, boolean opening) {
    boolean starts = start == null || parts(start, millis, opening);
    if (starts) {
      start = millis;
    }
    if (opening) {
      openedAt = millis;
    }
    previous = millis;
    return starts;
  }

  private boolean parts(long begun, long millis, boolean opening) {
    boolean paused = millis - previous >= rules.gapMillis();
    boolean opens = opening && (openedAt == null || openedAt != millis);
    return paused || opens || rules.capParts(begun, previous, millis);
  }
}

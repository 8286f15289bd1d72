package dev.sessionbeam.session;

import org.jspecify.annotations.Nullable;

/**
 * Decides for each event of one machine, in order, whether it starts a session. Nothing else
 * decides this. See docs/semantics.md, section 3.
 */
final class SessionStartRule {
  private final SessionRules rules;

  /** Instants in milliseconds since the epoch; null before the first event, or opening event. */
  private @Nullable Long start;

  private long previous;
  private @Nullable Long openedAt;

  SessionStartRule(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Moves to the next event, and returns whether it starts a session.
   *
   * @param millis not earlier than before; at one instant, opening events come first
   */
  boolean next(long millis, boolean opening) {
    boolean starts = start == null || splits(start, millis, opening);
    if (starts) {
      start = millis;
    }
    if (opening) {
      openedAt = millis;
    }
    previous = millis;
    return starts;
  }

  private boolean splits(long begun, long millis, boolean opening) {
    boolean paused = millis - previous >= rules.gapMillis();
    boolean opens = opening && (openedAt == null || openedAt != millis);
    return paused || opens || rules.capSplits(begun, previous, millis);
  }
}

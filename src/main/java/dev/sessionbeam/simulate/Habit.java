package dev.sessionbeam.simulate;

import java.time.Duration;

/** When a machine sends its next event, told from its last one. */
interface Habit {
  long GAP = Duration.ofMinutes(30).toMillis();

  /**
   * @param pause how long after the one before, in milliseconds
   * @param opening whether the event opens a session
   */
  record Step(long pause, boolean opening) {}

  /** Whether the machine's first event opens a session. */
  boolean beginsOpen(Dice dice);

  /** The step from an event to the next one. */
  Step next(long instant, Dice dice);
}

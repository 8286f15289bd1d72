package dev.sessionbeam.simulate;

import java.time.Duration;

/** Decides when a machine sends its next event, from the time of its last one. */
interface Habit {
  long GAP = Duration.ofMinutes(30).toMillis();

  /**
   * The step to the next event.
   *
   * @param pause the time since the event before, in milliseconds
   * @param opening whether the event is an opening event
   */
  record Step(long pause, boolean opening) {}

  /** Whether the first event of the machine is an opening event. */
  boolean beginsOpen(SeededRandom dice);

  /** Returns the step from an event to the next one. */
  Step next(long instant, SeededRandom dice);
}

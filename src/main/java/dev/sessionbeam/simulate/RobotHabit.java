package dev.sessionbeam.simulate;

import java.time.Duration;

/**
 * Behaves like a machine that never pauses for as long as the gap, so that only the maximum
 * duration of a day ends its sessions. It often sends an event at midnight, where sessions are cut.
 */
final class RobotHabit implements Habit {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long TWO_NIGHTS = Duration.ofHours(40).toMillis();
  private static final long FASTEST = Duration.ofMinutes(10).toMillis();
  private static final long SLOWEST = Duration.ofMinutes(27).toMillis();
  private static final long JITTER = Duration.ofMinutes(2).toMillis();

  private final long rhythm;
  private final double restarts;

  /**
   * A robot.
   *
   * @param events how many it will send; the fewer, the slower it is
   * @param restarts the share of its events that are opening events
   */
  RobotHabit(long events, double restarts) {
    this.rhythm = Math.max(FASTEST, Math.min(SLOWEST, TWO_NIGHTS / Math.max(1, events)));
    this.restarts = restarts;
  }

  @Override
  public boolean beginsOpen(SeededRandom dice) {
    return dice.chance(0.5);
  }

  @Override
  public Step next(long instant, SeededRandom dice) {
    long pause =
        dice.chance(0.02) ? GAP - 1 - dice.below(2) : rhythm - JITTER + dice.below(2 * JITTER);
    long midnight = (instant + pause) / DAY * DAY;
    if (midnight > instant && dice.chance(0.5)) {
      pause = midnight - instant - dice.below(2);
    }
    return new Step(pause, dice.chance(restarts));
  }
}

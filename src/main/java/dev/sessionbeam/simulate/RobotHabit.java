package dev.sessionbeam.simulate;

import java.time.Duration;

/**
 * A machine that never pauses for as long as the gap, so that only the cap of a day ends its
 * sessions. It likes midnight, where the cap cuts.
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
   * @param events how many it will send; the fewer, the slower it is
   * @param restarts how often an event opens a session, as a share
   */
  RobotHabit(long events, double restarts) {
    this.rhythm = Math.max(FASTEST, Math.min(SLOWEST, TWO_NIGHTS / Math.max(1, events)));
    this.restarts = restarts;
  }

  @Override
  public boolean beginsOpen(Dice dice) {
    return dice.chance(0.5);
  }

  @Override
  public Step next(long instant, Dice dice) {
    long pause =
        dice.chance(0.02) ? GAP - 1 - dice.below(2) : rhythm - JITTER + dice.below(2 * JITTER);
    long midnight = (instant + pause) / DAY * DAY;
    if (midnight > instant && dice.chance(0.5)) {
      pause = midnight - instant - dice.below(2);
    }
    return new Step(pause, dice.chance(restarts));
  }
}

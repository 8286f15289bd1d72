package dev.sessionbeam.simulate;

import java.time.Duration;

/**
 * Behaves like a person at work: there is about a minute between two events. Sometimes there is a
 * restart, several events at one instant, a pause that is the gap to the millisecond, a meeting, or
 * a night.
 */
final class PersonHabit implements Habit {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Override
  public boolean beginsOpen(SeededRandom dice) {
    return dice.chance(0.9);
  }

  @Override
  public Step next(long instant, SeededRandom dice) {
    long mood = dice.below(1000);
    if (mood < 30) {
      return new Step(0, false);
    }
    if (mood < 45) {
      // After an opening event, this gives two of them at one instant. After another event, it
      // gives an opening event at the same instant.
      return new Step(0, true);
    }
    if (mood < 95) {
      return new Step(500 + dice.below(10 * MINUTE), true);
    }
    if (mood < 125) {
      long aroundTheGap = GAP - 1 + dice.below(3);
      return new Step(aroundTheGap, dice.chance(0.25));
    }
    if (mood < 155) {
      return new Step(GAP + dice.below(4 * HOUR), dice.chance(0.75));
    }
    if (mood < 160) {
      return new Step(8 * HOUR + dice.below(8 * HOUR), true);
    }
    return new Step(MINUTE / 60 + dice.exponential(MINUTE), false);
  }
}

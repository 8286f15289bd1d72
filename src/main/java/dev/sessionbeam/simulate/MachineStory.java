package dev.sessionbeam.simulate;

import dev.sessionbeam.simulate.Habit.Step;
import java.util.Comparator;

/** The events of one machine, one after the other, in the order in which they happen. */
final class MachineStory {
  static final Comparator<MachineStory> BY_INSTANT =
      Comparator.comparingLong(MachineStory::instant).thenComparingInt(story -> story.number);

  private final int number;
  private final Machine machine;
  private final Habit habit;
  private final Dice dice;
  private long left;
  private long previous;
  private long instant;
  private boolean opening;

  /**
   * @param number tells the machine from others
   * @param events how many it sends
   * @param from when it is switched on
   */
  MachineStory(int number, long events, Habit habit, long from, Dice dice) {
    this.number = number;
    this.habit = habit;
    this.dice = dice;
    this.left = events;
    this.machine = Machine.of(dice);
    long resolution = machine.build().resolution();
    this.instant = (from + resolution - 1) / resolution * resolution;
    this.opening = habit.beginsOpen(dice);
  }

  /** When the next event happens. */
  long instant() {
    return instant;
  }

  /** The machine's id. */
  String machine() {
    return machine.id();
  }

  boolean isOver() {
    return left == 0;
  }

  /** The next event as JSON; the story goes on to the one behind it. */
  String tell() {
    Step step = habit.next(instant, dice);
    long resolution = machine.build().resolution();
    long next = (instant + step.pause()) / resolution * resolution;
    boolean tie = instant == previous || instant == next;
    String event = EventText.of(machine, instant, opening, tie, dice);
    previous = instant;
    instant = next;
    opening = step.opening();
    left--;
    return event;
  }
}

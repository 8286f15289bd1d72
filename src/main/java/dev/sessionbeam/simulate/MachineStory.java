package dev.sessionbeam.simulate;

import dev.sessionbeam.simulate.Habit.Step;
import java.util.Comparator;

/** Generates the events of one machine, one after another, in the order in which they happen. */
final class MachineStory {
  static final Comparator<MachineStory> BY_INSTANT =
      Comparator.comparingLong(MachineStory::instant).thenComparingInt(story -> story.number);

  private final int number;
  private final Machine machine;
  private final Habit habit;
  private final SeededRandom dice;
  private long left;
  private long previous;
  private long instant;
  private boolean opening;

  /**
   * The story of one machine.
   *
   * @param number distinguishes the machine from the others
   * @param events how many it sends
   * @param from when it is switched on, in epoch milliseconds
   */
  MachineStory(int number, long events, Habit habit, long from, SeededRandom dice) {
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

  /** Returns the next event as JSON, and moves to the event after it. */
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

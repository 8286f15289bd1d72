package dev.sessionbeam.simulate;

import java.io.IOException;
import java.util.PriorityQueue;

/**
 * Generates the records of all machines from the settings, in the order in which the records
 * arrive. Memory grows with the number of machines and with what happens within the disorder, not
 * with the number of events.
 */
final class Simulator {
  private static final double RESTARTS = 0.02;

  private Simulator() {}

  /** Counts what was generated. */
  record Made(long events, long copies, long invalid, int machines) {}

  static Made run(Simulation settings, RecordSink sink) throws IOException {
    SeededRandom dice = new SeededRandom(settings.seed());
    Network network = new Network(settings, sink, dice.split());
    Quotas quotas = Quotas.of(settings);
    PriorityQueue<MachineStory> stories = stories(settings, quotas, dice);
    long events = 0;
    MachineStory story = stories.poll();
    while (story != null && !sink.isFull()) {
      long instant = story.instant();
      network.send(instant, story.machine(), story.tell());
      events++;
      if (!story.isOver()) {
        stories.add(story);
      }
      story = stories.poll();
    }
    network.close();
    return new Made(events, network.copies(), network.invalid(), quotas.machines());
  }

  private static PriorityQueue<MachineStory> stories(
      Simulation settings, Quotas quotas, SeededRandom dice) {
    PriorityQueue<MachineStory> stories =
        new PriorityQueue<>(quotas.machines(), MachineStory.BY_INSTANT);
    long start = settings.start().toEpochMilli();
    long ramp = settings.ramp().toMillis();
    for (int number = 0; number < quotas.machines(); number++) {
      long events = quotas.of(number);
      SeededRandom own = dice.split();
      long from = start + own.below(ramp);
      MachineStory story = new MachineStory(number, events, habit(number, quotas), from, own);
      if (!story.isOver()) {
        stories.add(story);
      }
    }
    return stories;
  }

  private static Habit habit(int number, Quotas quotas) {
    if (!quotas.isRobot(number)) {
      return new PersonHabit();
    }
    return new RobotHabit(quotas.of(number), number % 2 == 0 ? 0 : RESTARTS);
  }
}

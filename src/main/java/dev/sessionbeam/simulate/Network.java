package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * Turns events in the order in which they happen into records in the order in which they arrive.
 * Some are broken, some are late within the disorder, and some are duplicated. Faults and delays
 * come from separate random numbers, so that the same events are broken whatever the disorder.
 */
final class Network {
  // The share of the events that have the maximum delay. The average delay of the others is one
  // eighth of it.
  private static final double SLOWEST = 0.005;
  private static final long USUAL = 8;

  // The share of the duplicates that do not have the same bytes, because their sender counts
  // attempts.
  private static final double COUNTED = 0.25;

  private final double invalidShare;
  private final double duplicateShare;
  private final long disorder;
  private final ArrivalQueue queue;
  private final SeededRandom breaking;
  private final SeededRandom delaying;
  private final EventCorrupter corrupter;
  private long invalid;
  private long copies;

  Network(Simulation settings, RecordSink sink, SeededRandom dice) {
    this.invalidShare = settings.invalid();
    this.duplicateShare = settings.duplicates();
    this.disorder = settings.disorder().toMillis();
    this.queue = new ArrivalQueue(sink);
    this.breaking = dice.split();
    this.delaying = dice.split();
    this.corrupter = new EventCorrupter(breaking);
  }

  /**
   * Sends an event that happens now on a machine, and delivers all records that have arrived by
   * now.
   */
  void send(long instant, String machine, String event) throws IOException {
    queue.deliverUntil(instant);
    long arrival = instant + delay();
    if (breaking.chance(invalidShare)) {
      queue.send(arrival, machine, corrupter.spoil(event));
      invalid++;
      return;
    }
    queue.send(arrival, machine, event.getBytes(UTF_8));
    if (delaying.chance(duplicateShare)) {
      long again = arrival + delaying.below(instant + disorder - arrival + 1);
      queue.send(again, machine, copy(event).getBytes(UTF_8));
      copies++;
    }
  }

  /** Delivers all records that are still on their way. */
  void close() throws IOException {
    queue.deliverAll();
  }

  private long delay() {
    if (delaying.chance(SLOWEST)) {
      return disorder;
    }
    return Math.min(disorder, delaying.exponential(disorder / USUAL));
  }

  private String copy(String event) {
    if (!delaying.chance(COUNTED)) {
      return event;
    }
    return event.substring(0, event.length() - 1) + ",\"attempt\":2}";
  }

  long invalid() {
    return invalid;
  }

  long copies() {
    return copies;
  }
}

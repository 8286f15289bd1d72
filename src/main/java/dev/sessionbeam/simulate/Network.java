package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * Events in the order in which they happen to records in the order in which they arrive: some
 * broken, some late within the disorder, some twice. What breaks an event and what delays it are
 * drawn apart, so that the same events are broken whatever the disorder.
 */
final class Network {
  // So often an event takes as long as it may; otherwise an eighth of that on average.
  private static final double SLOWEST = 0.005;
  private static final long USUAL = 8;

  // So often a copy is not the same bytes: its sender counts attempts.
  private static final double COUNTED = 0.25;

  private final double invalidShare;
  private final double duplicateShare;
  private final long disorder;
  private final ArrivalQueue queue;
  private final Dice breaking;
  private final Dice delaying;
  private final Spoiler spoiler;
  private long invalid;
  private long copies;

  Network(Simulation settings, RecordSink sink, Dice dice) {
    this.invalidShare = settings.invalid();
    this.duplicateShare = settings.duplicates();
    this.disorder = settings.disorder().toMillis();
    this.queue = new ArrivalQueue(sink);
    this.breaking = dice.split();
    this.delaying = dice.split();
    this.spoiler = new Spoiler(breaking);
  }

  /** Takes an event that happens now on a machine, and hands over all that has arrived by now. */
  void send(long instant, String machine, String event) throws IOException {
    queue.deliverUntil(instant);
    long arrival = instant + delay();
    if (breaking.chance(invalidShare)) {
      queue.send(arrival, machine, spoiler.spoil(event));
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

  /** Hands over what is still on its way. */
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

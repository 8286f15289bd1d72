package dev.sessionbeam.deliver;

import java.util.ArrayList;
import java.util.List;

/** The deliveries of a bundle that have no end yet, and the ends of the others. Thread-safe. */
final class BundleDeliveries {
  private static final long LOOK_NANOS = 100_000_000;

  private int open;
  private List<DeliveryEnd> ended = new ArrayList<>();

  /** Notes that a delivery begins. */
  synchronized void begin() {
    open++;
  }

  /** Notes the end of a delivery that has begun. */
  synchronized void end(DeliveryEnd end) {
    open--;
    ended.add(end);
    if (open == 0) {
      notifyAll();
    }
  }

  /** Returns the ends since the last call. */
  synchronized List<DeliveryEnd> take() {
    if (ended.isEmpty()) {
      return List.of();
    }
    List<DeliveryEnd> taken = ended;
    ended = new ArrayList<>();
    return taken;
  }

  /** Waits for the ends of all deliveries. Those to dead destinations are given up. */
  void await(DestinationSenders senders) throws InterruptedException {
    long since = System.nanoTime();
    while (!awaitUntil(System.nanoTime() + LOOK_NANOS)) {
      // Not within the lock: this may end deliveries of other bundles, which wait as well.
      senders.giveUpIfDead(since);
    }
  }

  private synchronized boolean awaitUntil(long deadline) throws InterruptedException {
    while (open > 0 && System.nanoTime() - deadline < 0) {
      wait(LOOK_NANOS / 1_000_000);
    }
    return open == 0;
  }
}

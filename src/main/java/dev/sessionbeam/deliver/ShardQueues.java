package dev.sessionbeam.deliver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What waits in a shard: for its time, for the commit of its bundle, or for an outcome. Deliveries
 * and dead letters wait apart, each with its own limit in bytes. Its shard guards it.
 */
final class ShardQueues {
  /** How many times as much may wait for a commit: what comes between two checkpoints. */
  private static final long MORE_UNCOMMITTED = 4;

  private final ShardBook book;
  private final long mostBytes;
  private final MemoryBudget budget;
  private final DueQueue deliveries;
  private final DueQueue letters;
  private final Deque<QueuedDelivery> uncommitted = new ArrayDeque<>();

  /**
   * Creates queues in which nothing waits.
   *
   * @param mostBytes how many bytes of deliveries may wait, and as many of dead letters. Deliveries
   *     that wait for the commit of their bundle have a limit of their own
   * @param budget what the shards of the process may keep together
   */
  ShardQueues(ShardBook book, long mostBytes, MemoryBudget budget) {
    this.book = book;
    this.mostBytes = mostBytes;
    this.budget = budget;
    this.deliveries = new DueQueue(budget);
    this.letters = new DueQueue(budget);
  }

  DueQueue deliveries() {
    return deliveries;
  }

  DueQueue letters() {
    return letters;
  }

  private DueQueue of(QueuedDelivery delivery) {
    return delivery.waiting().isDeadLetter() ? letters : deliveries;
  }

  /**
   * Fills the queues with what is in the book.
   *
   * @param latest the latest time that anything may wait for: the clock may have been wrong
   */
  void fill(long latest) {
    clear();
    for (QueuedDelivery delivery : book.all()) {
      if (delivery.isInFlight()) {
        of(delivery).keepInFlight(delivery);
      } else {
        WaitingDelivery waiting = delivery.waiting();
        delivery.setWaiting(waiting.dueAt(Math.min(waiting.due(), latest)));
        add(delivery);
      }
    }
  }

  void clear() {
    deliveries.clear();
    letters.clear();
    uncommitted.clear();
  }

  /** Returns whether a delivery or dead letter may wait. One that would wait alone always may. */
  boolean hasRoom(QueuedDelivery delivery) {
    long size = delivery.waiting().bytes();
    if (bytes() > 0 && !budget.hasRoom(size, bytes())) {
      return false;
    }
    if (delivery.waiting().isDeadLetter()) {
      return fits(size, letters.bytes() + letters.uncommittedBytes(), mostBytes);
    }
    // What is not committed is no sign of a destination that is slow.
    return fits(size, deliveries.bytes(), mostBytes)
        && (delivery.bundle() == QueuedDelivery.COMMITTED
            || fits(size, deliveries.uncommittedBytes(), MORE_UNCOMMITTED * mostBytes));
  }

  private static boolean fits(long size, long bytes, long most) {
    return bytes == 0 || bytes + size <= most;
  }

  /** Adds what is in no queue: it waits for its time, and before that for its commit. */
  void add(QueuedDelivery delivery) {
    if (delivery.bundle() == QueuedDelivery.COMMITTED) {
      of(delivery).add(delivery);
    } else {
      of(delivery).addUncommitted(delivery);
      uncommitted.add(delivery);
    }
  }

  /** Notes that a bundle, and all bundles before it, are committed. */
  void committed(long bundle) {
    while (!uncommitted.isEmpty() && uncommitted.peek().bundle() <= bundle) {
      QueuedDelivery delivery = uncommitted.remove();
      delivery.setCommitted();
      of(delivery).commit(delivery);
    }
  }

  /** Makes everything due that is not under way. */
  void makeDue(long now) {
    committed(Long.MAX_VALUE);
    for (DueQueue queue : List.of(deliveries, letters)) {
      for (QueuedDelivery delivery : queue.queued()) {
        queue.drop(delivery);
        delivery.setWaiting(delivery.waiting().dueAt(Math.min(now, delivery.waiting().due())));
        add(delivery);
      }
    }
  }

  /** Returns whether deliveries wait until their bundles are committed. */
  boolean awaitCommit() {
    return !uncommitted.isEmpty();
  }

  /** Returns whether calls are under way. */
  boolean areInFlight() {
    return deliveries.inFlight() + letters.inFlight() > 0;
  }

  /** Returns when the first one is due; Long.MAX_VALUE if none waits for its time. */
  long firstDue() {
    return Math.min(deliveries.firstDue(), letters.firstDue());
  }

  long bytes() {
    return deliveries.bytes()
        + deliveries.uncommittedBytes()
        + letters.bytes()
        + letters.uncommittedBytes();
  }
}

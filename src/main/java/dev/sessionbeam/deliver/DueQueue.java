package dev.sessionbeam.deliver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** What waits to be sent to one place, in the order in which it is due. Not thread-safe. */
final class DueQueue {
  private final TreeSet<QueuedDelivery> queued =
      new TreeSet<>(
          Comparator.<QueuedDelivery>comparingLong(each -> each.waiting().due())
              .thenComparingLong(QueuedDelivery::number));

  private final MemoryBudget budget;
  private int inFlight;
  private long bytes;
  private long uncommittedBytes;

  /**
   * Creates an empty queue.
   *
   * @param budget is told of all bytes that wait here
   */
  DueQueue(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Returns how much memory needs what waits for its time and what is under way. */
  long bytes() {
    return bytes;
  }

  /** Returns how many are under way. */
  int inFlight() {
    return inFlight;
  }

  /** Returns how much memory needs what waits for the commit of its bundle. */
  long uncommittedBytes() {
    return uncommittedBytes;
  }

  /** Adds a delivery that waits for its time. */
  void add(QueuedDelivery delivery) {
    addBytes(delivery.waiting().bytes());
    queued.add(delivery);
  }

  /** Counts a delivery that cannot be sent yet; {@link #commit} follows. */
  void addUncommitted(QueuedDelivery delivery) {
    addUncommittedBytes(delivery.waiting().bytes());
  }

  /** Makes a delivery ready for its time, because its bundle is committed. */
  void commit(QueuedDelivery delivery) {
    addUncommittedBytes(-delivery.waiting().bytes());
    add(delivery);
  }

  /** Returns how many of the first deliveries are due, up to a limit. */
  int due(long now, int most) {
    int due = 0;
    for (QueuedDelivery each : queued) {
      if (due >= most || each.waiting().due() > now) {
        break;
      }
      due++;
    }
    return due;
  }

  /** Returns when the first delivery is due; Long.MAX_VALUE if none waits. */
  long firstDue() {
    return queued.isEmpty() ? Long.MAX_VALUE : queued.first().waiting().due();
  }

  /** Takes the first deliveries to send them. */
  List<QueuedDelivery> start(int number) {
    List<QueuedDelivery> started = new ArrayList<>(number);
    while (started.size() < number) {
      QueuedDelivery first = queued.pollFirst();
      if (first == null) {
        break;
      }
      first.setInFlight(true);
      started.add(first);
    }
    inFlight += started.size();
    return started;
  }

  /** Notes that a delivery no longer waits here, or that its call has ended. */
  void drop(QueuedDelivery delivery) {
    queued.remove(delivery);
    addBytes(-delivery.waiting().bytes());
    if (delivery.isInFlight()) {
      delivery.setInFlight(false);
      inFlight--;
    }
  }

  /** Takes a delivery that is under way, after the rest was forgotten. */
  void keepInFlight(QueuedDelivery delivery) {
    addBytes(delivery.waiting().bytes());
    inFlight++;
  }

  /** Returns what is queued and not under way. */
  List<QueuedDelivery> queued() {
    return List.copyOf(queued);
  }

  void clear() {
    queued.clear();
    inFlight = 0;
    addBytes(-bytes);
    addUncommittedBytes(-uncommittedBytes);
  }

  private void addBytes(long more) {
    bytes += more;
    budget.use(more);
  }

  private void addUncommittedBytes(long more) {
    uncommittedBytes += more;
    budget.use(more);
  }
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a shard and their account, in memory. It is kept in step with the state of the
 * runner: it notes what changes until that is written, and it is read from the state again if that
 * is not what was written last. Its shard guards it.
 */
final class ShardBook {
  private static final DestinationCounts NONE = new DestinationCounts(0, 0, 0, 0, 0, 0);

  private final Map<Long, QueuedDelivery> all = new HashMap<>();
  private final Set<Long> changed = new LinkedHashSet<>();
  private final List<DeadLetter> undelivered = new ArrayList<>();

  /** The stamp of the account that the state must have; null if it must have none. */
  private @Nullable Stamp expected;

  /** The stamp that was written last, or none yet in this epoch. */
  private Stamp last;

  private DestinationCounts written = NONE;
  private boolean dirty;

  private long next;
  private long routed;
  private long delivered;
  private long deadLettered;
  private long undeliveredCount;
  private long retries;
  private @Nullable String deadLetter;
  private @Nullable String endpoint;
  private boolean known;

  /**
   * Tells accounts apart.
   *
   * @param epoch drawn whenever a book reads the state
   * @param change counts what it has written since
   */
  private record Stamp(long epoch, long change) {
    static @Nullable Stamp of(@Nullable ShardAccount account) {
      return account == null ? null : new Stamp(account.epoch(), account.change());
    }
  }

  ShardBook(long epoch) {
    this.last = new Stamp(epoch, 0);
  }

  /** Returns whether the state is what this book wrote last. */
  boolean isInStep(ShardState state) {
    return Objects.equals(Stamp.of(state.account()), expected);
  }

  /**
   * Reads the state. A call that is under way stays under way if the state has the same delivery
   * with the same number.
   */
  void read(ShardState state, long epoch) {
    ShardAccount account = state.account();
    expected = Stamp.of(account);
    last = new Stamp(epoch, 0);
    dirty = false;
    DestinationCounts counts = account == null ? NONE : account.counts();
    written = counts;
    next = account == null ? 0 : account.next();
    routed = counts.routed();
    delivered = counts.delivered();
    deadLettered = counts.deadLettered();
    undeliveredCount = counts.undelivered();
    retries = counts.retries();
    deadLetter = account == null ? null : account.deadLetter();
    endpoint = account == null ? null : account.endpoint();
    known = account != null && account.known();
    changed.clear();
    undelivered.clear();
    Map<Long, QueuedDelivery> before = new HashMap<>(all);
    all.clear();
    for (Map.Entry<Long, WaitingDelivery> each : state.waiting()) {
      QueuedDelivery former = before.get(each.getKey());
      if (former != null && former.isInFlight() && isSame(former.waiting(), each.getValue())) {
        former.setWaiting(each.getValue());
        all.put(each.getKey(), former);
      } else {
        all.put(
            each.getKey(),
            new QueuedDelivery(each.getKey(), each.getValue(), QueuedDelivery.COMMITTED));
      }
    }
  }

  private static boolean isSame(WaitingDelivery one, WaitingDelivery other) {
    return one.isDeadLetter() == other.isDeadLetter() && one.delivery().equals(other.delivery());
  }

  /**
   * Writes to the state what has changed, and returns the dead letters for {@code undelivered/}.
   */
  List<DeadLetter> write(ShardState state) {
    if (!dirty) {
      return List.of();
    }
    for (long number : changed) {
      QueuedDelivery delivery = all.get(number);
      if (delivery == null) {
        state.remove(number);
      } else {
        state.put(number, delivery.waiting());
      }
    }
    last = new Stamp(last.epoch(), last.change() + 1);
    expected = last;
    written = counts();
    state.account(
        new ShardAccount(next, written, deadLetter, endpoint, known, last.epoch(), last.change()));
    changed.clear();
    dirty = false;
    List<DeadLetter> letters = List.copyOf(undelivered);
    undelivered.clear();
    return letters;
  }

  /** Returns whether there are changes that are not written. */
  boolean isChanged() {
    return dirty;
  }

  /** Returns the account as it was written or read last. */
  DestinationCounts written() {
    return written;
  }

  private DestinationCounts counts() {
    return new DestinationCounts(
        routed, delivered, deadLettered, undeliveredCount, all.size(), retries);
  }

  /** Notes a new delivery. */
  QueuedDelivery add(WaitingDelivery waiting, long bundle) {
    QueuedDelivery delivery = new QueuedDelivery(next, waiting, bundle);
    next++;
    routed++;
    all.put(delivery.number(), delivery);
    noteChange(delivery);
    return delivery;
  }

  /** Notes that what waits has changed. */
  void change(QueuedDelivery delivery, WaitingDelivery waiting) {
    delivery.setWaiting(waiting);
    noteChange(delivery);
  }

  void addRetry() {
    retries++;
    dirty = true;
  }

  /** Notes that it was accepted: by its destination, or as a dead letter by its queue. */
  void accepted(QueuedDelivery delivery) {
    if (delivery.waiting().isDeadLetter()) {
      deadLettered++;
    } else {
      delivered++;
    }
    remove(delivery);
  }

  /** Notes that its dead letter goes to {@code undelivered/}. */
  void undelivered(QueuedDelivery delivery, DeadLetterReason reason) {
    WaitingDelivery waiting = delivery.waiting();
    undelivered.add(
        waiting.isDeadLetter()
            ? waiting.letter()
            : waiting.givenUp(reason, waiting.due()).letter());
    undeliveredCount++;
    remove(delivery);
  }

  private void remove(QueuedDelivery delivery) {
    all.remove(delivery.number());
    noteChange(delivery);
  }

  private void noteChange(QueuedDelivery delivery) {
    changed.add(delivery.number());
    dirty = true;
  }

  /** Returns whether this is still the delivery of its number. */
  boolean has(QueuedDelivery delivery) {
    return all.get(delivery.number()) == delivery;
  }

  Collection<QueuedDelivery> all() {
    return List.copyOf(all.values());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Notes where the dead letters of the destination go now. */
  void knows(@Nullable String queue, @Nullable String service) {
    if (!known || !Objects.equals(queue, deadLetter) || !Objects.equals(service, endpoint)) {
      known = true;
      deadLetter = queue;
      endpoint = service;
      dirty = true;
    }
  }

  @Nullable String deadLetter() {
    return deadLetter;
  }

  @Nullable String endpoint() {
    return endpoint;
  }
}

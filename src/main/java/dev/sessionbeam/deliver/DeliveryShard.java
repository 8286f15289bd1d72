package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a shard of a destination sends and when: within the limits of the route, again after
 * a failure, and as a dead letter if it is given up. The runner's thread brings deliveries and
 * writes what has changed to the state; the threads of the job report outcomes. Knows nothing of
 * Beam. Thread-safe.
 */
final class DeliveryShard {
  private static final long NEVER = Long.MAX_VALUE;

  private final DeliverSettings settings;
  private final DestinationConnectors connectors;
  private final MemoryBudget budget;
  private final TimeAndRandom system;
  private final ShardBook book;
  private final ShardRoute route;
  private final ShardQueues queues;
  private final Map<Outcome.Kind, Long> attempts = new EnumMap<>(Outcome.Kind.class);
  private final RateLimit rate;

  /** Whether the runner's timer is set to fire soon. */
  private boolean timerIsSoon;

  private boolean closed;

  /** Whether what waited was given up, so that nothing more may be sent. */
  private boolean stopped;

  /** When everything that still waits is given up. */
  private long stopAt = NEVER;

  /** A call to a destination or to the queue of its dead letters. */
  record Call(OpenDestination to, List<QueuedDelivery> deliveries, boolean isDeadLetter) {
    /** Makes the call. The result has one outcome for each delivery, and is never an exception. */
    CompletionStage<List<Outcome>> send() {
      return isDeadLetter
          ? to.send(deliveries.get(0).waiting().letter()).thenApply(List::of)
          : to.send(deliveries.stream().map(each -> each.waiting().delivery()).toList());
    }
  }

  DeliveryShard(
      ShardKey key,
      DeliverSettings settings,
      DestinationConnectors connectors,
      MemoryBudget budget,
      TimeAndRandom system) {
    this.settings = settings;
    this.connectors = connectors;
    this.budget = budget;
    this.system = system;
    this.book = new ShardBook(system.epoch());
    this.queues = new ShardQueues(book, settings.shardBytes(), budget);
    this.route = new ShardRoute(key.destination(), settings, book);
    this.rate = new RateLimit(system.now());
    budget.join();
  }

  /**
   * Takes a delivery, and writes it to the state.
   *
   * @param bundle the bundle that brings it
   * @return the dead letters for {@code undelivered/}
   */
  synchronized List<DeadLetter> take(ShardState state, Delivery delivery, long bundle) {
    keepInStep(state);
    take(delivery, bundle);
    return write(state);
  }

  /** Reads the state if it is not what this shard wrote last. */
  synchronized void keepInStep(ShardState state) {
    if (!book.isInStep(state)) {
      book.read(state, system.epoch());
      queues.fill(system.now() + RetryDelay.LONGEST.toMillis());
      timerIsSoon = false;
    }
  }

  private void take(Delivery delivery, long bundle) {
    boolean waits =
        settings.awaitCommit() && stopAt == NEVER && delivery.subject().source() == Source.SESSIONS;
    WaitingDelivery waiting = WaitingDelivery.of(delivery, system.now());
    QueuedDelivery taken = book.add(waiting, waits ? bundle : QueuedDelivery.COMMITTED);
    if (queues.hasRoom(taken)) {
      queues.add(taken);
    } else {
      giveUp(taken, DeadLetterReason.OVERFLOW);
    }
  }

  /** Notes that a bundle, and all bundles before it, are committed. */
  synchronized void committed(long bundle) {
    queues.committed(bundle);
  }

  /** Returns whether deliveries wait until their bundles are committed. */
  synchronized boolean awaitsCommit() {
    return queues.awaitCommit();
  }

  /**
   * Begins the next call, if something is due and the limits allow it. Whoever asks for it makes
   * it, and reports its end to {@link #ended}.
   *
   * @param partial whether a call may have fewer deliveries than the connector takes
   */
  synchronized @Nullable Call begin(boolean partial) {
    long now = system.now();
    if (closed || stopped || now >= stopAt) {
      return null;
    }
    Optional<Route> newest = route.newest();
    Call call = newest.isPresent() ? beginDeliveries(newest.get(), now, partial) : null;
    if (newest.isEmpty() && route.isRemoved(now)) {
      for (QueuedDelivery delivery : queues.deliveries().queued()) {
        queues.deliveries().drop(delivery);
        giveUp(delivery, DeadLetterReason.DESTINATION_REMOVED);
      }
    }
    return call == null ? beginLetter(route.ofLetters(), now) : call;
  }

  private @Nullable Call beginDeliveries(Route newest, long now, boolean partial) {
    DueQueue deliveries = queues.deliveries();
    OpenDestination to = connectors.of(newest);
    int share = DeliverSettings.share(newest.maxInFlight());
    int full = Math.min(to.mostPerCall(), share);
    int most =
        Math.min(
            Math.min(full, share - deliveries.inFlight()),
            rate.available(newest.rateLimit() / ShardKey.SHARDS, now));
    int due = deliveries.due(now, most);
    if (due < 1 || (due < full && !partial)) {
      return null;
    }
    rate.use(due);
    return new Call(to, deliveries.start(due), /* isDeadLetter= */ false);
  }

  private @Nullable Call beginLetter(Route to, long now) {
    DueQueue letters = queues.letters();
    boolean room = letters.inFlight() < DeliverSettings.share(to.maxInFlight());
    if (to.deadLetter() == null) {
      // The routes had a queue when these were given up, and have none any more.
      for (QueuedDelivery letter : letters.queued()) {
        letters.drop(letter);
        book.undelivered(letter, DeadLetterReason.STOPPED);
      }
    }
    if (!room || letters.due(now, 1) == 0) {
      return null;
    }
    return new Call(connectors.of(to), letters.start(1), /* isDeadLetter= */ true);
  }

  /** Takes the outcomes of a call. */
  synchronized void ended(Call call, List<Outcome> outcomes) {
    if (closed) {
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      QueuedDelivery delivery = call.deliveries().get(i);
      if (!call.isDeadLetter()) {
        attempts.merge(outcomes.get(i).kind(), 1L, Long::sum);
      }
      // Else the runner has gone back to an older state, or the time is over.
      if (book.has(delivery)) {
        if (call.isDeadLetter()) {
          letterEnded(delivery, outcomes.get(i));
        } else {
          deliveryEnded(delivery, outcomes.get(i));
        }
      }
    }
    notifyAll();
  }

  private void deliveryEnded(QueuedDelivery delivery, Outcome outcome) {
    queues.deliveries().drop(delivery);
    if (delivery.waiting().attempts() > 0) {
      book.addRetry();
    }
    if (outcome.kind() == Outcome.Kind.DELIVERED) {
      book.accepted(delivery);
      return;
    }
    WaitingDelivery failed = delivery.waiting().failed(outcome.error());
    book.change(delivery, failed);
    switch (outcome.kind()) {
      case REFUSED -> giveUp(delivery, DeadLetterReason.REFUSED);
      case TOO_LARGE -> giveUp(delivery, DeadLetterReason.TOO_LARGE);
      default -> retry(delivery, outcome.retryAfter());
    }
  }

  private void retry(QueuedDelivery delivery, @Nullable Duration asked) {
    Optional<Route> newest = route.newest();
    int failures = delivery.waiting().attempts();
    RetrySettings retry = newest.map(Route::retry).orElse(RetrySettings.DEFAULT);
    if (newest.isEmpty() && route.isRemoved(system.now())) {
      giveUp(delivery, DeadLetterReason.DESTINATION_REMOVED);
    } else if (newest.isPresent() && failures >= retry.attempts()) {
      giveUp(delivery, DeadLetterReason.RETRIES_EXHAUSTED);
    } else {
      again(delivery, retry, failures, asked);
    }
  }

  private void letterEnded(QueuedDelivery delivery, Outcome outcome) {
    RetrySettings retry = route.ofLetters().retry();
    queues.letters().drop(delivery);
    WaitingDelivery failed = delivery.waiting().letterFailed();
    if (outcome.kind() == Outcome.Kind.DELIVERED) {
      book.accepted(delivery);
    } else if (outcome.kind() == Outcome.Kind.RETRY && failed.letterAttempts() < retry.attempts()) {
      book.change(delivery, failed);
      again(delivery, retry, failed.letterAttempts(), outcome.retryAfter());
    } else {
      book.undelivered(delivery, DeadLetterReason.STOPPED);
    }
  }

  private void again(
      QueuedDelivery delivery, RetrySettings retry, int failures, @Nullable Duration asked) {
    Duration delay = RetryDelay.of(retry, failures, asked, system.random());
    long due = system.now() + delay.toMillis();
    if (due >= stopAt) {
      book.undelivered(delivery, DeadLetterReason.STOPPED);
    } else {
      book.change(delivery, delivery.waiting().dueAt(due));
      queues.add(delivery);
    }
  }

  /** Makes a dead letter of a delivery that is in no queue. */
  private void giveUp(QueuedDelivery delivery, DeadLetterReason reason) {
    book.change(delivery, delivery.waiting().givenUp(reason, system.now()));
    if (route.ofLetters().deadLetter() != null && queues.hasRoom(delivery)) {
      queues.add(delivery);
    } else {
      book.undelivered(delivery, reason);
    }
  }

  /**
   * Begins the end, if it has not begun: everything is due at once, and a retry that comes too late
   * is not tried.
   *
   * @param deadline when {@link #stop} is called
   */
  synchronized void drain(long deadline) {
    if (stopAt == NEVER) {
      stopAt = deadline;
      queues.makeDue(system.now());
    }
  }

  /** Returns when {@link #stop} is called, in milliseconds since the epoch. */
  synchronized long stopAt() {
    return stopAt;
  }

  /** Ends it: what still waits, or has no outcome yet, goes to {@code undelivered/}. */
  synchronized void stop() {
    stopped = true;
    queues.clear();
    for (QueuedDelivery each : book.all()) {
      if (each.isInFlight() && !each.waiting().isDeadLetter()) {
        book.change(each, each.waiting().failed("there was no answer before the run ended"));
      }
      book.undelivered(each, DeadLetterReason.STOPPED);
    }
  }

  /** Begins no more calls: another shard goes on from the state. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      queues.clear();
      budget.leave();
    }
  }

  /** Waits until an outcome comes, or for some milliseconds. */
  @SuppressWarnings("WaitNotInLoop") // The caller asks again.
  synchronized void awaitOutcome(long millis) throws InterruptedException {
    if (!book.isEmpty()) {
      wait(millis);
    }
  }

  synchronized boolean isEmpty() {
    return book.isEmpty();
  }

  /**
   * Returns whether the runner's timer must be set, because it is not set to fire soon. Call this
   * only to set it.
   */
  synchronized boolean needsTimerSoon() {
    boolean needed = !timerIsSoon;
    timerIsSoon = true;
    return needed;
  }

  /**
   * Returns after which time the runner's timer must fire.
   *
   * @param soon while calls are under way or deliveries are due
   * @param late when nothing is to do
   */
  synchronized Duration timerAfter(Duration soon, Duration late) {
    long due = queues.firstDue();
    boolean isUnderWay = queues.areInFlight() || queues.awaitCommit() || book.isChanged();
    long wait = isUnderWay ? 0 : due == NEVER ? late.toMillis() : due - system.now();
    wait = Math.max(soon.toMillis(), Math.min(late.toMillis(), wait));
    timerIsSoon = wait == soon.toMillis();
    return Duration.ofMillis(wait);
  }

  /**
   * Writes to the state what has changed, and returns the dead letters for {@code undelivered/}.
   */
  synchronized List<DeadLetter> write(ShardState state) {
    return book.write(state);
  }

  /** Returns the account as the state has it. */
  synchronized DestinationCounts counts() {
    return book.written();
  }

  /** Returns how many bytes wait. */
  synchronized long waitingBytes() {
    return queues.bytes();
  }

  /** Returns the attempts by their outcomes since this was called last. */
  synchronized Map<Outcome.Kind, Long> takeAttempts() {
    Map<Outcome.Kind, Long> taken = new EnumMap<>(attempts);
    attempts.clear();
    return taken;
  }
}

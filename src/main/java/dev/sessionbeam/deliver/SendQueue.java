package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.route.RetrySettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends items to one place in batch: some at a time, in calls of several, and again what failed.
 * What waits is limited in bytes. Thread-safe.
 *
 * <p>A place is <i>dead</i> if many items in a row failed at their last attempt, or some did and
 * nothing has succeeded for a while. Then each further item is sent once only, without a delay. One
 * success ends that.
 */
final class SendQueue<T> {
  /** How many items in a row fail finally until the place is taken for dead. */
  private static final int DEAD_AFTER = 50;

  /** How long items wait for others of their call. */
  private static final Duration LINGER = Duration.ofMillis(10);

  /** How long the end of a bundle waits for a dead place, once its time is over. */
  private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

  private static final long NEVER = 0;

  private final Send<T> send;
  private final Supplier<Settings> settings;
  private final ScheduledExecutorService timer;
  private final RateLimit rate = new RateLimit(millis());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Ticket<T>> ready = new ArrayDeque<>();
  private final Set<Ticket<T>> open = new LinkedHashSet<>();
  private long bytes;
  private int inFlight;
  private int failedInARow;
  private long failingSince = NEVER;
  private boolean pumpIsSet;

  /** Sends items in one call. */
  interface Send<T> {
    /** Returns one outcome for each item, in their order; completes without an exception. */
    CompletionStage<List<Outcome>> send(List<T> items);
  }

  /**
   * How items are sent.
   *
   * @param patience how long the place may fail until it is taken for dead
   * @param mostPerCall how many items one call takes; 1 or more
   * @param maxInFlight how many items may be under way at once; 1 or more
   * @param rateLimit the most items a second; 0 for no limit
   * @param mostBytes how many bytes may wait or be under way
   */
  record Settings(
      RetrySettings retry,
      Duration patience,
      int mostPerCall,
      int maxInFlight,
      double rateLimit,
      long mostBytes) {}

  /**
   * Creates an empty queue.
   *
   * @param settings returns the newest settings, which may change
   * @param timer takes outcomes, and starts what is due
   */
  SendQueue(Send<T> send, Supplier<Settings> settings, ScheduledExecutorService timer) {
    this.send = send;
    this.settings = settings;
    this.timer = timer;
  }

  /**
   * Adds an item. Waits while too many bytes wait, unless the place is dead.
   *
   * @param size the item's size in bytes
   * @param done gets the end of it, perhaps in this call, or by another thread
   */
  void put(T item, long size, Consumer<Sent> done) throws InterruptedException {
    Ticket<T> ticket = new Ticket<>(item, size, done);
    boolean added;
    lock.lock();
    try {
      while (isFull(size) && !isDead()) {
        boolean unused = changed.await(100, TimeUnit.MILLISECONDS);
      }
      // Still within the lock: another caller may wait for the same room.
      added = addIfRoom(ticket);
    } finally {
      lock.unlock();
    }
    begin(ticket, added);
  }

  /** Adds an item, without waiting. If too many bytes wait, its end is an overflow. */
  void offer(T item, long size, Consumer<Sent> done) {
    Ticket<T> ticket = new Ticket<>(item, size, done);
    boolean added;
    lock.lock();
    try {
      added = addIfRoom(ticket);
    } finally {
      lock.unlock();
    }
    begin(ticket, added);
  }

  private boolean addIfRoom(Ticket<T> ticket) {
    if (isFull(ticket.size)) {
      return false;
    }
    bytes += ticket.size;
    open.add(ticket);
    ready.add(ticket);
    return true;
  }

  private void begin(Ticket<T> ticket, boolean added) {
    if (added) {
      pump(false);
    } else {
      ticket.done.accept(ticket.sent(DeadLetterReason.OVERFLOW));
    }
  }

  private boolean isFull(long size) {
    return !open.isEmpty() && bytes + size > settings.get().mostBytes;
  }

  private boolean isDead() {
    return failedInARow >= DEAD_AFTER
        || (failedInARow > 0 && failingSince != NEVER && hasFailedFor(settings.get().patience));
  }

  private boolean hasFailedFor(Duration time) {
    return System.nanoTime() - failingSince >= time.toNanos();
  }

  /**
   * Sends what is ready.
   *
   * @param lingered whether the items that wait for others of their call have waited long enough
   */
  private void pump(boolean lingered) {
    List<List<Ticket<T>>> calls = new ArrayList<>();
    lock.lock();
    try {
      if (lingered) {
        pumpIsSet = false;
      }
      while (!ready.isEmpty()) {
        Settings now = settings.get();
        int most = Math.min(now.mostPerCall, now.maxInFlight);
        int count = Math.min(most, ready.size());
        if (inFlight + count > now.maxInFlight) {
          break;
        }
        if (count < most && !lingered) {
          pumpAfter(LINGER);
          break;
        }
        count = Math.min(count, rate.available(now.rateLimit, millis()));
        if (count == 0) {
          pumpAfter(Duration.ofMillis((long) Math.ceil(1000 / now.rateLimit)));
          break;
        }
        rate.use(count);
        List<Ticket<T>> call = new ArrayList<>(count);
        while (call.size() < count) {
          call.add(ready.remove());
        }
        inFlight += count;
        calls.add(call);
      }
    } finally {
      lock.unlock();
    }
    for (List<Ticket<T>> call : calls) {
      var unused =
          send.send(call.stream().map(ticket -> ticket.item).toList())
              .thenAcceptAsync(outcomes -> land(call, outcomes), timer);
    }
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void pumpAfter(Duration wait) {
    if (!pumpIsSet) {
      pumpIsSet = true;
      schedule(() -> pump(true), wait);
    }
  }

  private void schedule(Runnable task, Duration wait) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void land(List<Ticket<T>> call, List<Outcome> outcomes) {
    List<Runnable> ended = new ArrayList<>();
    lock.lock();
    try {
      inFlight -= call.size();
      for (int i = 0; i < call.size(); i++) {
        land(call.get(i), outcomes.get(i), ended);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ended.forEach(Runnable::run);
    pump(false);
  }

  private void land(Ticket<T> ticket, Outcome outcome, List<Runnable> ended) {
    ticket.note(outcome);
    switch (outcome.kind()) {
      case DELIVERED -> {
        failedInARow = 0;
        failingSince = NEVER;
        close(ticket, ticket.sent(null), ended);
      }
      case REFUSED -> close(ticket, ticket.sent(DeadLetterReason.REFUSED), ended);
      case TOO_LARGE -> close(ticket, ticket.sent(DeadLetterReason.TOO_LARGE), ended);
      case RETRY -> {
        if (failingSince == NEVER) {
          failingSince = System.nanoTime();
        }
        if (ticket.attempts >= settings.get().retry.attempts() || isDead()) {
          failedInARow++;
          close(ticket, ticket.sent(DeadLetterReason.RETRIES_EXHAUSTED), ended);
        } else if (open.contains(ticket)) {
          Duration wait =
              RetryDelay.of(settings.get().retry, ticket.attempts, outcome.retryAfter());
          schedule(() -> again(ticket), wait);
        }
      }
    }
  }

  private void again(Ticket<T> ticket) {
    lock.lock();
    try {
      if (open.contains(ticket)) {
        ready.addFirst(ticket);
      }
    } finally {
      lock.unlock();
    }
    pump(false);
  }

  private void close(Ticket<T> ticket, Sent sent, List<Runnable> ended) {
    if (open.remove(ticket)) {
      bytes -= ticket.size;
      ended.add(() -> ticket.done.accept(sent));
    }
  }

  /**
   * Gives up everything if the place is dead, and the patience with it is over.
   *
   * @param since when the caller began to wait, by {@link System#nanoTime}
   */
  void giveUpIfDead(long since) {
    List<Runnable> ended = new ArrayList<>();
    lock.lock();
    try {
      if (isDead()
          && hasFailedFor(settings.get().patience)
          && System.nanoTime() - since >= LAST_CHANCE.toNanos()) {
        ready.clear();
        for (Ticket<T> ticket : List.copyOf(open)) {
          close(ticket, ticket.sent(DeadLetterReason.STOPPED), ended);
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    ended.forEach(Runnable::run);
  }
}

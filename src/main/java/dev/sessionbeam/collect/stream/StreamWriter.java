package dev.sessionbeam.collect.stream;

import dev.sessionbeam.deliver.connect.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts events into a stream. Events of many requests share a call. What the stream does not take is
 * sent again, after a pause that doubles, until the time of the event's group is over.
 *
 * <p>If no call is under way, the next one starts at once. Otherwise it waits for a few
 * milliseconds, so that it has more records: a call costs much more than a record.
 */
public final class StreamWriter implements AutoCloseable {
  private static final int MOST_CALLS = 16;
  private static final Duration LINGER = Duration.ofMillis(5);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final PutCall call;
  private final StreamState state;
  private final StreamCounts counts = new StreamCounts();
  private final WaitingRecords waiting = new WaitingRecords();
  private final Semaphore permits = new Semaphore(MOST_CALLS);
  private final AtomicInteger open = new AtomicInteger();
  private final ScheduledThreadPoolExecutor timer;
  private final Thread thread;

  private StreamWriter(PutCall call, StreamState state) {
    this.call = call;
    this.state = state;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "collect-timer");
              made.setDaemon(true);
              return made;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.thread = new Thread(this::run, "collect-put-records");
    thread.setDaemon(true);
  }

  /** Starts a writer. */
  public static StreamWriter start(PutCall call, StreamState state) {
    StreamWriter writer = new StreamWriter(call, state);
    writer.thread.start();
    return writer;
  }

  /** Whether the stream takes records. */
  public StreamState state() {
    return state;
  }

  /** Whether the thread that sends still works. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Counts of what the stream has done. */
  public StreamCounts counts() {
    return counts;
  }

  /**
   * Puts events.
   *
   * @param events at least one, each within the limits of Kinesis
   * @param timeout how long they may wait for the stream
   * @return completes with the events that the stream has not taken within that time; with none if
   *     it has taken all. An event that is left may be in the stream all the same, if only the
   *     answer is missing
   */
  public CompletableFuture<List<StreamEvent>> put(List<StreamEvent> events, Duration timeout) {
    PutGroup group = new PutGroup(events);
    List<WaitingRecord> records = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      records.add(new WaitingRecord(group, i, events.get(i)));
    }
    ScheduledFuture<?> end =
        timer.schedule(() -> giveUp(group, timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
    waiting.add(records);
    return group.left().whenComplete((left, none) -> end.cancel(false));
  }

  private void giveUp(PutGroup group, Duration timeout) {
    state.gaveUp(timeout);
    group.giveUp();
  }

  private void run() {
    try {
      while (!waiting.isClosed()) {
        permits.acquire();
        List<WaitingRecord> records = waiting.take(open.get() == 0 ? Duration.ZERO : LINGER);
        if (records.isEmpty()) {
          permits.release();
        } else {
          send(records);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(List<WaitingRecord> records) {
    open.incrementAndGet();
    var unused =
        call.send(records.stream().map(WaitingRecord::entry).toList())
            .whenComplete(
                (outcomes, fault) -> {
                  open.decrementAndGet();
                  permits.release();
                  finish(records, outcomes);
                });
  }

  private void finish(List<WaitingRecord> records, List<Outcome> outcomes) {
    List<WaitingRecord> again = new ArrayList<>(0);
    int attempts = 1;
    int taken = 0;
    for (int i = 0; i < records.size(); i++) {
      WaitingRecord record = records.get(i);
      if (outcomes.get(i).kind() == Outcome.Kind.DELIVERED) {
        taken++;
        continue;
      }
      state.failed(outcomes.get(i).error());
      attempts = Math.max(attempts, record.failed());
      if (!record.isOver()) {
        again.add(record);
      }
    }
    // Before the groups end: who reads the counts afterwards finds these records in them.
    count(taken, records.size() - taken);
    for (int i = 0; i < records.size(); i++) {
      if (outcomes.get(i).kind() == Outcome.Kind.DELIVERED) {
        records.get(i).taken();
      }
    }
    if (!again.isEmpty() && !waiting.isClosed()) {
      var unused =
          timer.schedule(() -> waiting.add(again), pauseMillis(attempts), TimeUnit.MILLISECONDS);
    }
  }

  private void count(int taken, int refused) {
    counts.calls.increment();
    counts.taken.add(taken);
    counts.refused.add(refused);
    if (taken > 0) {
      state.taken();
    } else {
      counts.failedCalls.increment();
    }
  }

  private static long pauseMillis(int attempts) {
    long full = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts - 1, 10));
    return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
  }

  /** Gives up what waits. */
  @Override
  public void close() {
    waiting.close();
    thread.interrupt();
    timer.shutdownNow();
  }
}

package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Adds events to a stream as they happen: each has the time at which it is added. Sessions start
 * one after the other, each of another machine, and each has an event a second for ten seconds. So
 * 20 sessions end in a second.
 */
final class LiveSessions {
  static final int EVENTS_PER_SECOND = 200;

  /** The number of events of a session, and so the number of seconds that it takes. */
  static final int EVENTS = 10;

  /** The number of sessions that are open at a time. Each of them has an event a second. */
  private static final int OPEN = EVENTS_PER_SECOND;

  private static final long TICK_MILLIS = 5;

  private final LiveStream stream;
  private final SampleSessions samples;
  private final long events;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private long begin;
  private long next;

  private LiveSessions(LiveStream stream, long seed, long events) {
    this.stream = stream;
    this.samples = new SampleSessions(seed);
    this.events = events;
  }

  /** Adds events for some time, and returns the number of sessions. */
  static long feed(LiveStream stream, long seed, Duration time) {
    // Whole sessions only.
    long rounds = Math.max(1, time.toSeconds() / EVENTS);
    LiveSessions feed = new LiveSessions(stream, seed, rounds * OPEN * EVENTS);
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    try {
      feed.begin = System.nanoTime();
      var unused = thread.scheduleAtFixedRate(feed::addDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      feed.done.join();
      // The first and last session of most places are shorter.
      return rounds * OPEN + OPEN - OPEN / EVENTS;
    } finally {
      thread.shutdownNow();
    }
  }

  private void addDue() {
    try {
      long elapsed = System.nanoTime() - begin;
      long due = Math.min(events, elapsed * EVENTS_PER_SECOND / TimeUnit.SECONDS.toNanos(1));
      for (; next < due; next++) {
        String machine = machine(next);
        stream.add(machine, samples.record(machine, System.currentTimeMillis()));
      }
      if (next == events) {
        done.complete(null);
      }
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  /**
   * In each second, each open session has one event, in the same order. So that sessions do not end
   * all at once, the places of this order end their sessions in different seconds.
   */
  private static String machine(long event) {
    long place = event % OPEN;
    long session = (event / OPEN + place % EVENTS) / EVENTS;
    return "machine-" + place + "-" + session;
  }
}

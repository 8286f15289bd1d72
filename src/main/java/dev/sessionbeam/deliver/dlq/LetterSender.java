package dev.sessionbeam.deliver.dlq;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries to one destination and waits for what becomes of them, with the retries and the
 * limits of its route. Several threads use it at once.
 */
final class LetterSender implements AutoCloseable {
  /** After so many deliveries in a row that were not accepted, no more are sent. */
  private static final int FAILURES_OF_A_DEAD_DESTINATION = 50;

  private final Route route;
  private final Connector connector;
  private final StopSignal stop;
  private final Semaphore inFlight;
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicLong nextStart = new AtomicLong(System.nanoTime());

  LetterSender(Route route, Connector connector, StopSignal stop) {
    this.route = route;
    this.connector = connector;
    this.stop = stop;
    this.inFlight = new Semaphore(route.maxInFlight());
  }

  /** Whether the destination accepts nothing, so that it is not worth to send it more. */
  boolean isDead() {
    return failuresInARow.get() >= FAILURES_OF_A_DEAD_DESTINATION;
  }

  /**
   * Sends deliveries, and again those that are worth a retry.
   *
   * @return the last outcome of each, in their order; null if it was not sent at all, because the
   *     destination is dead or the process is asked to end
   */
  List<@Nullable Outcome> send(List<Delivery> deliveries) {
    List<@Nullable Outcome> outcomes = new ArrayList<>();
    deliveries.forEach(delivery -> outcomes.add(null));
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      open.add(i);
    }
    Duration delay = route.retry().initialDelay();
    for (int attempt = 1; !open.isEmpty() && !isDead() && !stop.isStopped(); attempt++) {
      Duration asked = attempt(deliveries, open, outcomes);
      open.removeIf(i -> !isRetry(outcomes.get(i)));
      if (attempt >= route.retry().attempts()) {
        break;
      }
      if (!open.isEmpty()) {
        stop.pause(asked.compareTo(delay) > 0 ? asked : delay);
        delay = min(delay.multipliedBy(2), route.retry().maxDelay());
      }
    }
    count(outcomes);
    return outcomes;
  }

  /**
   * Sends each of the open deliveries once. Returns the longest time to wait that was asked for.
   */
  private Duration attempt(
      List<Delivery> deliveries, List<Integer> open, List<@Nullable Outcome> outcomes) {
    int most = connector.mostPerCall();
    List<CompletableFuture<List<Outcome>>> calls = new ArrayList<>();
    for (int from = 0; from < open.size(); from += most) {
      calls.add(call(deliveries, open.subList(from, Math.min(open.size(), from + most))));
    }
    Duration asked = Duration.ZERO;
    int next = 0;
    for (CompletableFuture<List<Outcome>> call : calls) {
      for (Outcome outcome : call.join()) {
        outcomes.set(open.get(next++), outcome);
        if (outcome.retryAfter() != null && outcome.retryAfter().compareTo(asked) > 0) {
          asked = min(outcome.retryAfter(), RetrySettings.LONGEST_ASKED);
        }
      }
    }
    return asked;
  }

  private CompletableFuture<List<Outcome>> call(List<Delivery> deliveries, List<Integer> which) {
    int permits = Math.min(which.size(), route.maxInFlight());
    inFlight.acquireUninterruptibly(permits);
    keepRate(which.size());
    return connector
        .send(which.stream().map(deliveries::get).toList())
        .toCompletableFuture()
        .whenComplete((outcomes, failure) -> inFlight.release(permits));
  }

  private void keepRate(int deliveries) {
    if (route.rateLimit() > 0) {
      long span = (long) (deliveries * 1e9 / route.rateLimit());
      long now = System.nanoTime();
      long start = nextStart.getAndUpdate(next -> Math.max(next, now) + span);
      if (start > now) {
        stop.pause(Duration.ofNanos(start - now));
      }
    }
  }

  private void count(List<@Nullable Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome != null && outcome.kind() == Outcome.Kind.DELIVERED) {
        failuresInARow.set(0);
      } else if (isRetry(outcome)) {
        failuresInARow.incrementAndGet();
      }
    }
  }

  private static boolean isRetry(@Nullable Outcome outcome) {
    return outcome != null && outcome.kind() == Outcome.Kind.RETRY;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public void close() {
    connector.close();
  }
}

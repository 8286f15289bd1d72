package dev.sessionbeam.deliver.connect;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls of a connector that have no outcome yet. Each of them gets one: from its answer, from
 * the timeout, or when the connector is closed.
 */
public final class OpenCalls {
  private final Map<Object, CompletableFuture<List<Outcome>>> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** How an exception of a call becomes the outcome of each of its deliveries. */
  public interface Faults extends Function<Throwable, Outcome> {}

  /**
   * Returns the outcomes of a call. It always completes, and never with an exception. The call is
   * cancelled if it is still under way then.
   *
   * @param deliveries how many outcomes the call has
   * @param timeout how long the call may take
   */
  public <T> CompletableFuture<List<Outcome>> follow(
      CompletableFuture<T> call,
      Function<T, List<Outcome>> answers,
      Faults faults,
      int deliveries,
      Duration timeout) {
    CompletableFuture<List<Outcome>> outcomes =
        call.thenApply(answers)
            .exceptionally(fault -> Collections.nCopies(deliveries, faults.apply(fault)));
    Object id = new Object();
    open.put(id, outcomes);
    CompletableFuture<List<Outcome>> followed =
        outcomes.whenComplete(
            (done, fault) -> {
              open.remove(id);
              call.cancel(true);
            });
    outcomes.completeOnTimeout(
        Collections.nCopies(deliveries, Outcome.retry("no answer within " + text(timeout))),
        timeout.toMillis(),
        TimeUnit.MILLISECONDS);
    if (closed) {
      close();
    }
    return followed.exceptionally(
        fault -> Collections.nCopies(deliveries, Outcome.retry("the connector was closed")));
  }

  /** Completes all open calls with a retry, and all that are followed from now on. */
  public void close() {
    closed = true;
    open.values().forEach(outcomes -> outcomes.cancel(false));
  }

  private static String text(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}

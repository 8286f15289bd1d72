package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A way to one destination. It is used by many threads at once.
 *
 * <p>An implementation retries nothing itself: whether and when to send again is decided by what it
 * returns.
 */
public interface Connector extends AutoCloseable {
  /** Returns how many deliveries one call takes at most; 1 or more. */
  default int mostPerCall() {
    return 1;
  }

  /**
   * Sends deliveries, without waiting for the answer.
   *
   * @param deliveries at least 1, and at most {@link #mostPerCall}
   * @return one outcome for each delivery, in their order. It always completes, and never with an
   *     exception: a fault is an {@link Outcome}
   */
  CompletionStage<List<Outcome>> send(List<Delivery> deliveries);

  /** Ends all calls and connections. Calls that have no answer yet complete with a retry. */
  @Override
  void close();
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Sends the deliveries of bundles in batch. The end of a bundle waits for the end of each of its
 * deliveries.
 *
 * <p>A destination that is slow slows the run; one that fails does not. If a runner repeats a
 * bundle, its deliveries are sent again, under the same keys. In a stream, a step with state does
 * this instead; in batch, Flink would hold its whole state in memory and fire its timers at once.
 *
 * <p>Metrics: counters of {@link DestinationCounts}. For one thread; all copies in a process share
 * their connections.
 */
final class BoundedSender implements Serializable {
  /** Distinguishes the job from others in the same process. */
  private final String job = UUID.randomUUID().toString();

  private final CurrentRoutes current;
  private final Duration patience;
  private final Destinations destinations;
  private transient @Nullable DestinationSenders senders;
  private transient @Nullable BundleDeliveries bundle;
  private transient @Nullable Routes routes;

  /**
   * Creates a sender, which is not open yet.
   *
   * @param patience how long a destination may fail until nothing waits for it any longer
   */
  BoundedSender(CurrentRoutes current, Duration patience, Destinations destinations) {
    this.current = current;
    this.patience = patience;
    this.destinations = destinations;
  }

  /** To be called when the step is set up. */
  void open(PipelineOptions options) {
    current.open(options);
    senders = DestinationSenders.acquire(job, destinations, patience);
  }

  void startBundle() {
    bundle = new BundleDeliveries();
    routes = current.get();
  }

  /** Begins to send a delivery. Waits only while too many bytes wait for its destination. */
  void send(Delivery delivery) throws InterruptedException {
    BundleDeliveries deliveries = set(bundle);
    count(DestinationCounts.ROUTED, delivery.destination(), 1);
    deliveries.begin();
    Optional<Route> route = set(routes).to(delivery.destination());
    if (route.isPresent()) {
      set(senders).to(route.get()).deliver(delivery, deliveries::end);
    } else {
      Sent never = new Sent(DeadLetterReason.DESTINATION_REMOVED, 0, null, null);
      deliveries.end(DeliveryEnd.undelivered(never.letter(delivery)));
    }
  }

  /** Waits for the ends of all deliveries of the bundle. */
  void await() throws InterruptedException {
    set(bundle).await(set(senders));
  }

  /**
   * Counts the deliveries that have ended, and emits the dead letters that no queue holds. This is
   * for the thread of the runner, because metrics of other threads are lost.
   */
  void account(Consumer<DeadLetter> out) {
    for (DeliveryEnd end : set(bundle).take()) {
      count(end.counter(), end.destination(), 1);
      if (end.retries() > 0) {
        count(DestinationCounts.RETRIES, end.destination(), end.retries());
      }
      DeadLetter undelivered = end.undelivered();
      if (undelivered != null) {
        out.accept(undelivered);
      }
    }
  }

  private static void count(String counter, String destination, int number) {
    Metrics.counter(DestinationCounts.class, counter + ":" + destination).inc(number);
  }

  /** To be called when the step is torn down. */
  void close() {
    current.close();
    DestinationSenders acquired = senders;
    if (acquired != null) {
      senders = null;
      acquired.release(job);
    }
  }

  private static <T> T set(@Nullable T value) {
    return Objects.requireNonNull(value, "a step of the life cycle was left out");
  }
}

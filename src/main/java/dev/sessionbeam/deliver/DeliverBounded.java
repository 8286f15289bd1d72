package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterCoder;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries in batch, and emits the dead letters that no queue holds. The end of a bundle
 * waits for the end of each of its deliveries.
 *
 * <p>A destination that is slow slows the reading; one that fails does not. If a runner repeats a
 * bundle, its deliveries are sent again, under the same keys. In a stream, a step with state does
 * this instead; in batch, Flink would hold its whole state in memory and fire its timers at once.
 *
 * <p>Metrics: counters of {@link DestinationCounts}.
 */
public final class DeliverBounded
    extends PTransform<PCollection<KV<String, Delivery>>, PCollection<DeadLetter>> {
  private final CurrentRoutes routes;
  private final Duration patience;

  private final Destinations destinations;

  private DeliverBounded(CurrentRoutes routes, Duration patience, Destinations destinations) {
    this.routes = routes;
    this.destinations = destinations;
    this.patience = patience;
  }

  /**
   * Sends by these routes.
   *
   * @param patience how long a destination may fail until nothing waits for it any longer
   */
  public static DeliverBounded by(CurrentRoutes routes, Duration patience) {
    return by(routes, patience, new DestinationsOnClassPath());
  }

  static DeliverBounded by(CurrentRoutes routes, Duration patience, Destinations destinations) {
    return new DeliverBounded(routes, patience, destinations);
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<KV<String, Delivery>> deliveries) {
    return deliveries
        .apply("Send", ParDo.of(new SendFn(routes, patience, destinations)))
        .setCoder(DeadLetterCoder.of());
  }

  static final class SendFn extends DoFn<KV<String, Delivery>, DeadLetter> {
    /** Distinguishes the job from others in the same process. */
    private final String job = UUID.randomUUID().toString();

    private final CurrentRoutes current;
    private final Duration patience;
    private final Destinations destinations;
    private transient @Nullable DestinationSenders senders;
    private transient @Nullable BundleDeliveries bundle;
    private transient @Nullable Routes routes;

    SendFn(CurrentRoutes current, Duration patience, Destinations destinations) {
      this.destinations = destinations;
      this.current = current;
      this.patience = patience;
    }

    @Setup
    public void setUp(PipelineOptions options) {
      current.open(options);
      senders = DestinationSenders.acquire(job, destinations, patience);
    }

    @StartBundle
    public void startBundle() {
      bundle = new BundleDeliveries();
      routes = current.get();
    }

    @ProcessElement
    public void process(@Element KV<String, Delivery> element, OutputReceiver<DeadLetter> out)
        throws InterruptedException {
      BundleDeliveries deliveries = set(bundle);
      Delivery delivery = Objects.requireNonNull(element.getValue());
      count(DestinationCounts.ROUTED, delivery.destination(), 1);
      deliveries.begin();
      Optional<Route> route = set(routes).to(delivery.destination());
      if (route.isPresent()) {
        set(senders).to(route.get()).deliver(delivery, deliveries::end);
      } else {
        Sent never = new Sent(DeadLetterReason.DESTINATION_REMOVED, 0, null, null);
        deliveries.end(DeliveryEnd.undelivered(never.letter(delivery)));
      }
      account(deliveries, out::output);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws InterruptedException {
      BundleDeliveries deliveries = set(bundle);
      deliveries.await(set(senders));
      account(
          deliveries,
          letter ->
              context.output(letter, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }

    /** Counts in the thread of the runner, because metrics of other threads are lost. */
    private static void account(BundleDeliveries deliveries, Consumer<DeadLetter> out) {
      for (DeliveryEnd end : deliveries.take()) {
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

    @Teardown
    public void tearDown() {
      current.close();
      DestinationSenders acquired = senders;
      if (acquired != null) {
        senders = null;
        acquired.release(job);
      }
    }

    private static <T> T set(@Nullable T value) {
      if (value == null) {
        throw new IllegalStateException("a step of the life cycle was left out");
      }
      return value;
    }
  }
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.DeliveryCoder;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.packing.RecordBatch;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Chooses the destinations of each event: emits one delivery for each route that wants it, under
 * the delivery's {@link ShardKey}. Events go out before duplicates and late events are known.
 *
 * <p>The step has no state, so Flink chains it to the step before, and events that no route wants
 * cost next to nothing.
 */
public final class RouteEvents
    extends PTransform<PCollection<RecordBatch<SourcedEvent>>, PCollection<KV<String, Delivery>>> {
  /** The counter of events that no route wants, in this class's namespace. */
  public static final String UNROUTED = "unrouted";

  /** The counter of deliveries, in the namespaces of this class and of {@link RouteSessions}. */
  public static final String DELIVERIES = "deliveries";

  /**
   * The gauge of how often this process refused what the routes' file had become, or could not read
   * it; in this class's namespace.
   */
  public static final String ROUTES_REFUSED = "routes_refused";

  static final Coder<KV<String, Delivery>> CODER =
      KvCoder.of(StringUtf8Coder.of(), DeliveryCoder.of());

  private final DeliveryRouter router;

  private RouteEvents(DeliveryRouter router) {
    this.router = router;
  }

  /** Routes the events of a definition. */
  public static RouteEvents of(Definition definition, CurrentRoutes routes) {
    return new RouteEvents(new DeliveryRouter(definition, routes));
  }

  @Override
  public PCollection<KV<String, Delivery>> expand(PCollection<RecordBatch<SourcedEvent>> events) {
    return events.apply("Route", ParDo.of(new RouteFn(router))).setCoder(CODER);
  }

  static final class RouteFn extends DoFn<RecordBatch<SourcedEvent>, KV<String, Delivery>> {
    private final Counter unrouted = Metrics.counter(RouteEvents.class, UNROUTED);
    private final Counter deliveries = Metrics.counter(RouteEvents.class, DELIVERIES);
    private final DeliveryRouter router;

    RouteFn(DeliveryRouter router) {
      this.router = router;
    }

    @Setup
    public void setUp(PipelineOptions options) {
      router.open(options);
    }

    @StartBundle
    public void startBundle() {
      router.startBundle();
    }

    @ProcessElement
    public void process(
        @Element RecordBatch<SourcedEvent> batch, OutputReceiver<KV<String, Delivery>> out) {
      Consumer<Delivery> emit = delivery -> out.output(KV.of(ShardKey.of(delivery), delivery));
      long none = 0;
      long some = 0;
      for (SourcedEvent sourced : batch.passed()) {
        int routes = router.route(sourced.event(), emit);
        none += routes == 0 ? 1 : 0;
        some += routes;
      }
      unrouted.inc(none);
      deliveries.inc(some);
    }

    @Teardown
    public void tearDown() {
      router.close();
    }
  }
}

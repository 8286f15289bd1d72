package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.DeliveryCoder;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Routing;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.packing.RecordBatch;
import dev.sessionbeam.session.SessionRange;
import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

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

  private final CurrentRoutes routes;
  private final EventId ids;
  private final @Nullable SessionRange range;

  private RouteEvents(CurrentRoutes routes, EventId ids, @Nullable SessionRange range) {
    this.routes = routes;
    this.ids = ids;
    this.range = range;
  }

  /** Routes the events of a definition. */
  public static RouteEvents of(Definition definition, CurrentRoutes routes) {
    return new RouteEvents(routes, new EventId(definition.roles().id() != null), null);
  }

  /** Returns the same transform for the events in a range only; null for all events. */
  public RouteEvents within(@Nullable SessionRange instants) {
    return new RouteEvents(routes, ids, instants);
  }

  @Override
  public PCollection<KV<String, Delivery>> expand(PCollection<RecordBatch<SourcedEvent>> events) {
    return events.apply("Route", ParDo.of(new RouteFn(routes, ids, range))).setCoder(CODER);
  }

  static final class RouteFn extends DoFn<RecordBatch<SourcedEvent>, KV<String, Delivery>> {
    private final Counter unrouted = Metrics.counter(RouteEvents.class, UNROUTED);
    private final Counter deliveries = Metrics.counter(RouteEvents.class, DELIVERIES);
    private final NewestRouting newest;
    private final EventId ids;
    private final @Nullable SessionRange range;
    private transient @Nullable Routing routing;

    RouteFn(CurrentRoutes routes, EventId ids, @Nullable SessionRange range) {
      this.newest = new NewestRouting(routes);
      this.ids = ids;
      this.range = range;
    }

    @Setup
    public void setUp(PipelineOptions options) {
      newest.open(options);
    }

    @StartBundle
    public void startBundle() {
      routing = newest.get();
    }

    @ProcessElement
    public void process(
        @Element RecordBatch<SourcedEvent> batch, OutputReceiver<KV<String, Delivery>> out) {
      Routing now = Objects.requireNonNull(routing);
      long none = 0;
      long some = 0;
      for (SourcedEvent sourced : batch.passed()) {
        Event event = sourced.event();
        if (range != null && (event.millis() < range.from() || event.millis() >= range.to())) {
          continue;
        }
        List<Routing.Choice> choices = now.ofEvent(event.action(), event.json(), event.millis());
        if (choices.isEmpty()) {
          none++;
        } else {
          some += choices.size();
          emit(choices, event, now.routes().version(), out);
        }
      }
      unrouted.inc(none);
      deliveries.inc(some);
    }

    private void emit(
        List<Routing.Choice> choices,
        Event event,
        String version,
        OutputReceiver<KV<String, Delivery>> out) {
      Subject subject = new Subject(Source.EVENTS, event.machine(), ids.of(event), event.millis());
      for (Routing.Choice choice : choices) {
        Delivery delivery = new Delivery(choice.route().name(), version, subject, choice.body());
        out.output(KV.of(ShardKey.of(delivery), delivery));
      }
    }

    @Teardown
    public void tearDown() {
      newest.close();
    }
  }
}

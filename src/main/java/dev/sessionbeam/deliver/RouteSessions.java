package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.session.RevisedSession;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Chooses the destinations of each session: emits one delivery for each route that wants it, under
 * the delivery's {@link ShardKey}. What is sent is the session's line in {@code sessions/}.
 * Metrics: {@link RouteEvents#DELIVERIES}.
 */
public final class RouteSessions
    extends PTransform<PCollection<RevisedSession>, PCollection<KV<String, Delivery>>> {
  private final DeliveryRouter router;

  private RouteSessions(DeliveryRouter router) {
    this.router = router;
  }

  /** Routes sessions, whose lines are as the definition says. */
  public static RouteSessions of(Definition definition, CurrentRoutes routes) {
    return new RouteSessions(new DeliveryRouter(definition, routes));
  }

  @Override
  public PCollection<KV<String, Delivery>> expand(PCollection<RevisedSession> sessions) {
    return sessions.apply("Route", ParDo.of(new RouteFn(router))).setCoder(RouteEvents.CODER);
  }

  static final class RouteFn extends DoFn<RevisedSession, KV<String, Delivery>> {
    private final Counter deliveries = Metrics.counter(RouteSessions.class, RouteEvents.DELIVERIES);
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
    public void process(@Element RevisedSession session, OutputReceiver<KV<String, Delivery>> out) {
      deliveries.inc(
          router.route(session, delivery -> out.output(KV.of(ShardKey.of(delivery), delivery))));
    }

    @Teardown
    public void tearDown() {
      router.close();
    }
  }
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Routing;
import dev.sessionbeam.output.FormatSession;
import dev.sessionbeam.output.SessionId;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import java.util.List;
import java.util.Objects;
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
 * Chooses the destinations of each session: emits one delivery for each route that wants it, under
 * the delivery's {@link ShardKey}. What is sent is the session's line in {@code sessions/}.
 * Metrics: {@link RouteEvents#DELIVERIES}.
 */
public final class RouteSessions
    extends PTransform<PCollection<RevisedSession>, PCollection<KV<String, Delivery>>> {
  private final FormatSession format;
  private final CurrentRoutes routes;

  private RouteSessions(FormatSession format, CurrentRoutes routes) {
    this.format = format;
    this.routes = routes;
  }

  /** Routes sessions, whose lines are as the definition says. */
  public static RouteSessions of(Definition definition, CurrentRoutes routes) {
    return new RouteSessions(new FormatSession(definition), routes);
  }

  @Override
  public PCollection<KV<String, Delivery>> expand(PCollection<RevisedSession> sessions) {
    return sessions
        .apply("Route", ParDo.of(new RouteFn(format, routes)))
        .setCoder(RouteEvents.CODER);
  }

  static final class RouteFn extends DoFn<RevisedSession, KV<String, Delivery>> {
    private final Counter deliveries = Metrics.counter(RouteSessions.class, RouteEvents.DELIVERIES);
    private final FormatSession format;
    private final NewestRouting newest;
    private transient @Nullable Routing routing;

    RouteFn(FormatSession format, CurrentRoutes routes) {
      this.format = format;
      this.newest = new NewestRouting(routes);
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
    public void process(@Element RevisedSession revised, OutputReceiver<KV<String, Delivery>> out) {
      Routing now = Objects.requireNonNull(routing);
      if (!now.hasSessions()) {
        return;
      }
      Session session = revised.session();
      Subject subject =
          new Subject(
              Source.SESSIONS,
              session.machine(),
              SessionId.of(session.machine(), session.start()).toString(),
              revised.revision());
      List<Routing.Choice> choices = now.ofSession(format.line(revised));
      for (Routing.Choice choice : choices) {
        Delivery delivery =
            new Delivery(choice.route().name(), now.routes().version(), subject, choice.body());
        out.output(KV.of(ShardKey.of(delivery), delivery));
      }
      deliveries.inc(choices.size());
    }

    @Teardown
    public void tearDown() {
      newest.close();
    }
  }
}

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
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
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

  private static final class RouteFn extends DoFn<RevisedSession, KV<String, Delivery>> {
    private final Counter deliveries = Metrics.counter(RouteSessions.class, RouteEvents.DELIVERIES);
    private final FormatSession format;
    private final NewestRouting newest;

    RouteFn(FormatSession format, CurrentRoutes routes) {
      this.format = format;
      this.newest = new NewestRouting(routes);
    }

    @StartBundle
    public void startBundle() {
      newest.lookAgain();
    }

    @ProcessElement
    public void process(@Element RevisedSession revised, OutputReceiver<KV<String, Delivery>> out) {
      Routing routing = newest.routing();
      if (!routing.wantsSessions()) {
        return;
      }
      Session session = revised.session();
      Subject subject =
          new Subject(
              Source.SESSIONS,
              session.machine(),
              SessionId.of(session.machine(), session.start()).toString(),
              revised.revision());
      for (Routing.Match match : routing.ofSession(format.line(revised))) {
        deliveries.inc();
        Delivery delivery =
            new Delivery(match.destination(), newest.version(), subject, match.body());
        out.output(KV.of(ShardKey.of(delivery), delivery));
      }
    }
  }
}

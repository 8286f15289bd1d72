package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.output.Lines;
import dev.sessionbeam.output.SessionVisitor;
import dev.sessionbeam.session.RevisedSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Delivers sessions and their events in batch, while their lines are formatted: so each event is
 * sent once, however often it is in the input. Adds a line for {@code undelivered/} for each
 * delivery that neither a destination nor a queue of dead letters took.
 *
 * <p>Metrics: those of {@link RouteEvents}, {@link RouteSessions} and {@link BoundedSender}.
 */
public final class DeliverBounded implements SessionVisitor {
  private static final long serialVersionUID = 1;

  private final Counter unrouted = Metrics.counter(RouteEvents.class, RouteEvents.UNROUTED);
  private final Counter ofEvents = Metrics.counter(RouteEvents.class, RouteEvents.DELIVERIES);
  private final Counter ofSessions = Metrics.counter(RouteSessions.class, RouteEvents.DELIVERIES);
  private final DeliveryRouter router;
  private final BoundedSender sender;

  private DeliverBounded(DeliveryRouter router, BoundedSender sender) {
    this.router = router;
    this.sender = sender;
  }

  /**
   * Delivers the results of a definition.
   *
   * @param patience how long a destination may fail until nothing waits for it any longer
   */
  public static DeliverBounded by(Definition definition, CurrentRoutes routes, Duration patience) {
    return new DeliverBounded(
        new DeliveryRouter(definition, routes),
        new BoundedSender(routes, patience, new DestinationsOnClassPath()));
  }

  @Override
  public void open(PipelineOptions options) {
    router.open(options);
    sender.open(options);
  }

  @Override
  public void startBundle() {
    router.startBundle();
    sender.startBundle();
  }

  @Override
  public void visit(RevisedSession session, Consumer<Lines> lines) throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    int none = 0;
    for (Event event : session.session().events()) {
      none += router.route(event, deliveries::add) == 0 ? 1 : 0;
    }
    unrouted.inc(none);
    ofEvents.inc(deliveries.size());
    ofSessions.inc(router.route(session, deliveries::add));
    for (Delivery delivery : deliveries) {
      sender.send(delivery);
    }
    account(lines);
  }

  @Override
  public void finishBundle(Consumer<Lines> lines) throws InterruptedException {
    sender.await();
    account(lines);
  }

  private void account(Consumer<Lines> lines) {
    sender.account(letter -> lines.accept(DeliverResults.line(letter)));
  }

  @Override
  public void close() {
    router.close();
    sender.close();
  }
}

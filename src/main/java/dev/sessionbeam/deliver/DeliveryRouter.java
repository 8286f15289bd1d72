package dev.sessionbeam.deliver;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Routing;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.output.FormatSession;
import dev.sessionbeam.output.SessionId;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.Session;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Turns events and sessions into deliveries: one for each route that wants them, by the routes that
 * were the newest when the bundle began. For one thread.
 */
final class DeliveryRouter implements Serializable {
  private final NewestRouting newest;
  private final EventId ids;
  private final FormatSession format;
  private transient @Nullable Routing routing;

  /**
   * Creates a router.
   *
   * @param definition says how lines are written, and whether events have an id
   */
  DeliveryRouter(Definition definition, CurrentRoutes routes) {
    this.newest = new NewestRouting(routes);
    this.ids = new EventId(definition.roles().id() != null);
    this.format = new FormatSession(definition);
  }

  /** To be called when the step is set up. */
  void open(PipelineOptions options) {
    newest.open(options);
  }

  void startBundle() {
    routing = newest.get();
  }

  /** Emits the deliveries of an event, and returns their number. */
  int route(Event event, Consumer<Delivery> out) {
    Routing now = routing();
    List<Routing.Choice> choices = now.ofEvent(event.action(), event.json(), event.millis());
    if (choices.isEmpty()) {
      return 0;
    }
    Subject subject = new Subject(Source.EVENTS, event.machine(), ids.of(event), event.millis());
    return emit(choices, subject, now, out);
  }

  /** Emits the deliveries of a session, and returns their number. */
  int route(RevisedSession revised, Consumer<Delivery> out) {
    Routing now = routing();
    if (!now.hasSessions()) {
      return 0;
    }
    Session session = revised.session();
    Subject subject =
        new Subject(
            Source.SESSIONS,
            session.machine(),
            SessionId.of(session.machine(), session.start()).toString(),
            revised.revision());
    return emit(now.ofSession(format.line(revised)), subject, now, out);
  }

  private static int emit(
      List<Routing.Choice> choices, Subject subject, Routing now, Consumer<Delivery> out) {
    for (Routing.Choice choice : choices) {
      out.accept(
          new Delivery(choice.route().name(), now.routes().version(), subject, choice.body()));
    }
    return choices.size();
  }

  private Routing routing() {
    return Objects.requireNonNull(routing, "startBundle comes first");
  }

  /** To be called when the step is torn down. */
  void close() {
    newest.close();
  }
}

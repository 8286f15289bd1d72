package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The open destinations of a job in this process: one for each name. A destination is opened again
 * if its route changes in what matters to the connection. Thread-safe.
 */
final class DestinationConnectors {
  private record Open(Route connection, OpenDestination destination) {}

  private final Destinations destinations;
  private final Executor executor;
  private final Map<String, Open> open = new HashMap<>();
  private final List<OpenDestination> retired = new ArrayList<>();

  /**
   * Creates connectors, and opens none.
   *
   * @param executor opens and closes connectors
   */
  DestinationConnectors(Destinations destinations, Executor executor) {
    this.destinations = destinations;
    this.executor = executor;
  }

  /** Returns the destination of a route. Use it at once: it is closed when its route changes. */
  synchronized OpenDestination of(Route route) {
    Route connection = connection(route);
    Open last = open.get(route.name());
    if (last != null && last.connection.equals(connection)) {
      return last.destination;
    }
    if (last != null) {
      last.destination.retire();
      retired.add(last.destination);
    }
    OpenDestination destination = new OpenDestination(destinations, connection, executor);
    open.put(route.name(), new Open(connection, destination));
    return destination;
  }

  /** Returns a route's settings of its connection; all others have fixed values. */
  private static Route connection(Route route) {
    return new Route(
        route.name(),
        route.arn(),
        route.url(),
        Source.EVENTS,
        Set.of(),
        null,
        null,
        route.mode(),
        RetrySettings.DEFAULT,
        route.timeout(),
        route.maxInFlight(),
        0,
        route.auth(),
        route.endpoint(),
        route.deadLetter());
  }

  /** Closes all. Calls that have no answer end with a retry. */
  synchronized void close() {
    open.values().forEach(each -> each.destination.close());
    open.clear();
    retired.forEach(OpenDestination::close);
    retired.clear();
  }
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.deliver.route.Routes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The open destinations of a job in this process: one for each name. A destination is opened again
 * if its route changes in what matters to the connection. Thread-safe.
 */
final class DestinationConnectors {
  private record Open(Route connection, OpenDestination destination) {}

  private final Destinations destinations;
  private final Executor executor;
  private final Map<String, Open> open = new HashMap<>();

  /** Those that will be closed, soon or after their last calls. */
  private final Set<OpenDestination> retired = new HashSet<>();

  /** The version of the routes by which destinations were closed last. */
  private volatile String kept = "";

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
      retire(last);
    }
    OpenDestination destination =
        new OpenDestination(destinations, connection, executor, this::forget);
    open.put(route.name(), new Open(connection, destination));
    return destination;
  }

  /** Closes the destinations that the newest routes do not have, after their last calls. */
  void keepOnly(Routes newest) {
    if (kept.equals(newest.version())) {
      return;
    }
    synchronized (this) {
      kept = newest.version();
      Set<String> names = newest.all().stream().map(Route::name).collect(Collectors.toSet());
      open.entrySet().stream()
          .filter(each -> !names.contains(each.getKey()))
          .forEach(each -> retire(each.getValue()));
      open.keySet().retainAll(names);
    }
  }

  private void retire(Open last) {
    retired.add(last.destination);
    last.destination.retire();
  }

  private synchronized void forget(OpenDestination closed) {
    retired.remove(closed);
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
        route.deadLetter(),
        route.ttl(),
        route.settleTime());
  }

  /** Closes all. Calls that have no answer end with a retry. */
  void close() {
    List<OpenDestination> all;
    synchronized (this) {
      all = Stream.concat(open.values().stream().map(Open::destination), retired.stream()).toList();
      open.clear();
    }
    all.forEach(OpenDestination::close);
  }
}

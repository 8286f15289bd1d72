package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the connector of a route among those on the class path. */
public final class Connectors {
  private Connectors() {}

  /** Returns the kinds of connectors, in the order in which they are found. */
  public static List<ConnectorFactory> all() {
    return ServiceLoader.load(ConnectorFactory.class, Connectors.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** Returns the kind that serves a route; empty if there is none. */
  public static Optional<ConnectorFactory> of(Route route) {
    return all().stream().filter(kind -> kind.serves(route)).findFirst();
  }
}

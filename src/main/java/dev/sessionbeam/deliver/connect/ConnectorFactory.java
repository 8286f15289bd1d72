package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.List;

/**
 * Opens connectors of one kind. Implementations are found by {@link java.util.ServiceLoader}, so a
 * jar on the class path adds a kind of destination. They have a public constructor without
 * parameters.
 */
public interface ConnectorFactory {
  /** Returns the name of the kind, such as {@code webhook}. */
  String kind();

  /** Returns whether this kind of connector serves the route's ARN or URL. */
  boolean serves(Route route);

  /**
   * Checks what only this kind of connector knows about a route, such as its mode. Does not connect
   * to anything.
   *
   * @return the faults, each of which names the setting and what to do; empty if there is none
   */
  List<String> check(Route route);

  /**
   * Asks a destination whether it can take what its route sends. A run does so once, before it
   * reads anything. Waits for the answer, for about the route's timeout.
   *
   * @param route one without faults
   * @return what was found; by default nothing, without connecting to anything
   */
  default ProbeResult probe(Route route) {
    return ProbeResult.NOTHING_FOUND;
  }

  /** Opens a connector. The caller closes it. */
  Connector open(Route route);
}

package dev.sessionbeam.deliver.route;

import java.io.Serializable;
import java.util.List;

/** A further check of a route whose own settings are valid. */
@FunctionalInterface
public interface RouteCheck extends Serializable {
  /** Finds nothing wrong. */
  RouteCheck NONE = route -> List.of();

  /**
   * Returns what is wrong with a route. It connects to nothing.
   *
   * @return a message for each fault, which names the setting and what to do; never a secret
   */
  List<String> faults(Route route);
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.Routing;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Keeps the routing by the newest routes, which is made only when they change. */
final class NewestRouting implements Serializable {
  private final CurrentRoutes current;
  private transient @Nullable Routes routes;
  private transient @Nullable Routing routing;

  NewestRouting(CurrentRoutes current) {
    this.current = current;
  }

  /** Takes the newest routes. To be called for each bundle. */
  void lookAgain() {
    Routes newest = current.get();
    if (routes == null || !newest.version().equals(routes.version())) {
      routes = newest;
      routing = Routing.of(newest);
    }
  }

  Routing routing() {
    return required(routing);
  }

  /** The version of the routes. */
  String version() {
    return required(routes).version();
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("lookAgain was not called");
    }
    return value;
  }
}

package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.route.CurrentRoutes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.Routing;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Keeps the routing by the newest routes. It is made again only when they change. */
final class NewestRouting implements Serializable {
  private final Gauge refused = Metrics.gauge(RouteEvents.class, RouteEvents.ROUTES_REFUSED);
  private final CurrentRoutes current;
  private transient @Nullable Routing routing;
  private transient long reported;

  NewestRouting(CurrentRoutes current) {
    this.current = current;
  }

  /** To be called when the step is set up. */
  void open(PipelineOptions options) {
    current.open(options);
  }

  /** Returns the routing by the newest routes. To be called for each bundle. */
  Routing get() {
    if (current.refused() != reported) {
      reported = current.refused();
      refused.set(reported);
    }
    Routes newest = current.get();
    Routing last = routing;
    if (last == null || !last.routes().version().equals(newest.version())) {
      last = new Routing(newest);
      routing = last;
    }
    return last;
  }

  /** To be called when the step is torn down. */
  void close() {
    current.close();
  }
}

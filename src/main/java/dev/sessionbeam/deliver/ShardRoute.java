package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.connect.DeadLetterQueues;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The route to the destination of a shard, which may change, be removed, or not have come yet. Its
 * shard guards it.
 */
final class ShardRoute {
  private static final long NEVER = Long.MAX_VALUE;

  private final String destination;
  private final DeliverSettings settings;
  private final ShardBook book;

  /** Since when the routes lack the destination. */
  private long unknownSince = NEVER;

  /** The route that was asked last for the endpoint of its dead letters. */
  private @Nullable Route last;

  private @Nullable String lastEndpoint;

  ShardRoute(String destination, DeliverSettings settings, ShardBook book) {
    this.destination = destination;
    this.settings = settings;
    this.book = book;
  }

  /** Returns the newest route; empty if the destination was removed, or has not come yet. */
  Optional<Route> newest() {
    Optional<Route> route = settings.routes().get().to(destination);
    if (route.isPresent()) {
      unknownSince = NEVER;
      book.knows(route.get().deadLetter(), endpointOfLetters(route.get()));
    }
    return route;
  }

  private @Nullable String endpointOfLetters(Route route) {
    if (!route.equals(last)) {
      URI endpoint = DeadLetterQueues.endpoint(route);
      last = route;
      lastEndpoint = endpoint == null ? null : endpoint.toString();
    }
    return lastEndpoint;
  }

  /**
   * Returns whether a destination that has no route was removed. The step that chose it may have
   * read newer routes than this process, so a route has some time to come, or to come back.
   */
  boolean isRemoved(long now) {
    if (unknownSince == NEVER) {
      unknownSince = now;
    }
    return now - unknownSince >= settings.unknownFor().toMillis();
  }

  /** Returns the newest route, or one that has only the way of the dead letters, as last known. */
  Route ofLetters() {
    return newest().orElseGet(this::lastKnown);
  }

  private Route lastKnown() {
    String endpoint = book.endpoint();
    Route plain = Route.to(destination, null, null);
    return new Route(
        plain.name(),
        plain.arn(),
        plain.url(),
        plain.source(),
        plain.actions(),
        plain.condition(),
        plain.fields(),
        plain.mode(),
        plain.retry(),
        plain.timeout(),
        plain.maxInFlight(),
        plain.rateLimit(),
        plain.auth(),
        endpoint == null ? null : URI.create(endpoint),
        book.deadLetter());
  }
}

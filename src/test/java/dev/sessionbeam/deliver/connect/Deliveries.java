package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Authentication;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Deliveries and routes of tests, and their outcomes. */
public final class Deliveries {
  public static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Deliveries() {}

  public static Delivery event(String id, String body) {
    return new Delivery(
        "crm",
        "v1",
        new Subject(Source.EVENTS, "machine-1", id, 1_500_000_000_123L),
        body.getBytes(StandardCharsets.UTF_8));
  }

  public static Delivery session(long revision) {
    return new Delivery(
        "crm",
        "v1",
        new Subject(Source.SESSIONS, "machine-1", "session-1", revision),
        "{\"session_id\":\"session-1\"}".getBytes(StandardCharsets.UTF_8));
  }

  public static Route toUrl(URI url) {
    return with(Route.to("crm", null, url), TIMEOUT, null, null, null, null);
  }

  public static Route toArn(String arn, URI endpoint) {
    return with(Route.to("crm", arn, null), TIMEOUT, null, null, endpoint, null);
  }

  public static Route with(
      Route route,
      Duration timeout,
      @Nullable String mode,
      @Nullable Authentication auth,
      @Nullable URI endpoint,
      @Nullable String deadLetter) {
    return new Route(
        route.name(),
        route.arn(),
        route.url(),
        route.source(),
        route.actions(),
        route.condition(),
        route.fields(),
        mode,
        route.retry(),
        timeout,
        route.maxInFlight(),
        route.rateLimit(),
        auth,
        endpoint,
        deadLetter);
  }

  public static Connector open(Route route) {
    return Connectors.of(route).orElseThrow().open(route);
  }

  /** Sends deliveries and waits for their outcomes. */
  public static List<Outcome> outcomes(Connector connector, Delivery... deliveries)
      throws Exception {
    return connector.send(List.of(deliveries)).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  public static Outcome outcome(Connector connector, Delivery delivery) throws Exception {
    return outcomes(connector, delivery).get(0);
  }
}

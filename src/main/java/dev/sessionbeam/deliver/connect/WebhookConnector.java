package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Authentication;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Posts each delivery to an address. An attempt ends when the answer is complete, or after the
 * route's timeout. Messages have neither the address, whose path may be a secret, nor a header's
 * value.
 */
final class WebhookConnector implements Connector {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Route route;
  private final URI url;
  private final InstantSource clock;
  private final HttpClient client;
  private final @Nullable Secret secret;
  private final OpenCalls calls = new OpenCalls();

  WebhookConnector(Route route, InstantSource clock) {
    this.route = route;
    this.url = Objects.requireNonNull(route.url(), "the route has no URL");
    this.clock = clock;
    ExecutorService threads = ConnectorThreads.of(route.name());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(threads)
            .build();
    Authentication auth = route.auth();
    this.secret =
        auth == null ? null : new Secret(new SecretReader(auth, route)::read, threads, clock);
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    Delivery delivery = deliveries.get(0);
    if (secret == null) {
      return post(delivery, null, new AtomicBoolean());
    }
    Secret known = secret;
    CompletableFuture<List<Outcome>> authenticated =
        known.value().thenCompose(value -> postWith(known, value, delivery)).toCompletableFuture();
    // Twice the time: the secret's, and the attempt's.
    return calls.follow(
        authenticated,
        outcomes -> outcomes,
        fault -> new WebhookAnswer(clock, List.of()).outcome(fault),
        1,
        route.timeout().multipliedBy(2));
  }

  private CompletionStage<List<Outcome>> postWith(Secret known, String value, Delivery delivery) {
    AtomicBoolean denied = new AtomicBoolean();
    return post(delivery, value, denied)
        .thenCompose(
            outcomes ->
                denied.get()
                    ? known
                        .isOtherThan(value)
                        .thenApply(isNew -> isNew ? againWith(outcomes.get(0)) : outcomes)
                    : CompletableFuture.completedFuture(outcomes));
  }

  private static List<Outcome> againWith(Outcome refused) {
    return List.of(Outcome.retry(refused.error() + " (the secret has a new value since)"));
  }

  /**
   * Posts a delivery.
   *
   * @param denied is set if the destination does not accept who sends
   */
  private CompletableFuture<List<Outcome>> post(
      Delivery delivery, @Nullable String secretValue, AtomicBoolean denied) {
    WebhookAnswer answer = new WebhookAnswer(clock, HiddenParts.of(url, secretValue));
    return calls.follow(
        client.sendAsync(request(delivery, secretValue), head -> new LimitedBody()),
        got -> {
          denied.set(got.statusCode() == 401 || got.statusCode() == 403);
          return List.of(answer.outcome(got.statusCode(), got.headers(), got.body()));
        },
        answer::outcome,
        1,
        route.timeout());
  }

  private HttpRequest request(Delivery delivery, @Nullable String secretValue) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()));
    WebhookHeaders.of(delivery).forEach(request::header);
    if (route.auth() != null && secretValue != null) {
      request.header(route.auth().header(), secretValue);
    }
    return request.build();
  }

  @Override
  public void close() {
    calls.close();
  }
}

package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** A first form. */
final class WebhookConnector implements Connector {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI url;
  private final Route route;

  WebhookConnector(Route route) {
    this.route = route;
    this.url = Objects.requireNonNull(route.url());
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    Delivery delivery = deliveries.get(0);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(route.timeout())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", delivery.key().toString())
            .header("Sessionbeam-Destination", delivery.destination())
            .header("Sessionbeam-Rules", delivery.rules())
            .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()));
    if (delivery.subject().source() == Source.SESSIONS) {
      request.header("Sessionbeam-Revision", Long.toString(delivery.subject().number()));
    }
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
        .handle(
            (answer, fault) ->
                List.of(
                    fault != null
                        ? Outcome.retry("the request failed")
                        : outcome(answer.statusCode())));
  }

  private static Outcome outcome(int status) {
    if (status / 100 == 2) {
      return Outcome.DELIVERED;
    }
    return status >= 500 || status == 429
        ? Outcome.retry("it answered " + status)
        : Outcome.refused("it answered " + status);
  }

  @Override
  public void close() {}
}

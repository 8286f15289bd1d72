package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.ReceivedRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes requests on to an SQS server, and its answers back. Once the client has the answer to a
 * dead letter that the server has taken, its {@link Aim} may pick that call.
 */
final class WatchedQueue implements HttpBehavior {
  private static final Pattern KEY = Pattern.compile("\"idempotency_key\":\"([0-9a-f-]{36})\"");
  private static final String TYPE = "Content-Type";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Aim aim = new Aim();

  /**
   * Creates a queue to be watched.
   *
   * @param server the address of the SQS server
   */
  WatchedQueue(URI server) {
    this.server = server;
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    HttpResponse<String> answer = pass(request);
    Matcher letter = KEY.matcher(URLDecoder.decode(request.text(), UTF_8));
    String key = letter.find() ? letter.group(1) : "";
    Aim.Call call = Aim.Call.of(key, exchange, Instant.now());
    String type = answer.headers().firstValue(TYPE).orElse("text/xml");
    HttpBehavior.status(answer.statusCode(), answer.body(), Map.of(TYPE, type))
        .answer(exchange, request, scheduler);
    if (answer.statusCode() == 200 && !key.isEmpty()) {
      aim.picks(call);
    }
  }

  private HttpResponse<String> pass(ReceivedRequest request) throws IOException {
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
            .header(TYPE, String.valueOf(request.header(TYPE)));
    try {
      return client.send(passed.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  Aim aim() {
    return aim;
  }
}

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
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes requests on to a server, and its answers back. Once the client has the answer to something
 * that the server has taken, its {@link Aim} may pick that call.
 */
final class WatchedServer implements HttpBehavior {
  private static final Pattern LETTER = Pattern.compile("\"idempotency_key\":\"([0-9a-f-]{36})\"");
  private static final Pattern SESSION =
      Pattern.compile("\"Item\":.*\"session_id\":\\{\"S\":\"([0-9a-f-]{36})\"");
  private static final String TYPE = "Content-Type";

  /** The client of this class writes these itself. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "http2-settings");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Pattern taken;
  private final Aim aim = new Aim();

  private WatchedServer(URI server, Pattern taken) {
    this.server = server;
    this.taken = taken;
  }

  /** Watches the dead letters that a server of SQS takes; by their idempotency keys. */
  static WatchedServer ofLetters(URI sqs) {
    return new WatchedServer(sqs, LETTER);
  }

  /** Watches the items that a server of DynamoDB takes; by the ids of their sessions. */
  static WatchedServer ofSessions(URI dynamoDb) {
    return new WatchedServer(dynamoDb, SESSION);
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    HttpResponse<String> answer = pass(request);
    Matcher found = taken.matcher(text(request));
    String key = found.find() ? found.group(1) : "";
    Aim.Call call = Aim.Call.of(key, exchange, Instant.now());
    String type = answer.headers().firstValue(TYPE).orElse("text/xml");
    HttpBehavior.status(answer.statusCode(), answer.body(), Map.of(TYPE, type))
        .answer(exchange, request, scheduler);
    if (answer.statusCode() == 200 && !key.isEmpty()) {
      aim.picks(call);
    }
  }

  private static String text(ReceivedRequest request) {
    boolean isForm = String.valueOf(request.header(TYPE)).contains("form-urlencoded");
    return isForm ? URLDecoder.decode(request.text(), UTF_8) : request.text();
  }

  private HttpResponse<String> pass(ReceivedRequest request) throws IOException {
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(server.resolve(request.path()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!OF_CONNECTION.contains(name)) {
                values.forEach(value -> passed.header(name, value));
              }
            });
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

package dev.sessionbeam.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Passes calls on to a server of Kinesis, but answers some of them with a fault itself. */
public final class FaultyKinesis implements AutoCloseable {
  /** What a client of HTTP sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "expect");

  private final URI server;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Fault fault;
  private int left;

  /**
   * A fault, as a client of AWS is told.
   *
   * @param operation that fails, such as GetRecords
   * @param type the exception's name
   */
  public record Fault(String operation, String type, int status) {}

  private FaultyKinesis(URI server, HttpServer http) {
    this.server = server;
    this.http = http;
  }

  /** Stands before a server. */
  public static FaultyKinesis before(URI server) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    FaultyKinesis faulty = new FaultyKinesis(server, http);
    http.createContext("/", faulty::answer);
    http.setExecutor(faulty.threads);
    http.start();
    return faulty;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Answers the next so many calls of an operation with a fault. */
  public synchronized void fail(Fault with, int times) {
    fault = with;
    left = times;
  }

  /** How many calls are still to fail. */
  public synchronized int left() {
    return left;
  }

  private synchronized @Nullable Fault next(HttpExchange call) {
    String target = call.getRequestHeaders().getFirst("X-Amz-Target");
    if (left == 0 || fault == null || !String.valueOf(target).endsWith("." + fault.operation())) {
      return null;
    }
    left--;
    return fault;
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      byte[] request = call.getRequestBody().readAllBytes();
      Fault now = next(call);
      if (now != null) {
        call.getResponseHeaders().add("x-amzn-ErrorType", now.type());
        call.sendResponseHeaders(now.status(), -1);
      } else {
        passOn(call, request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void passOn(HttpExchange call, byte[] request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.resolve(call.getRequestURI()))
            .method(call.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(request));
    call.getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> copy(name, value, builder)));
    HttpResponse<byte[]> response =
        client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    for (String name : List.of("Content-Type", "x-amzn-ErrorType", "x-amzn-RequestId")) {
      response.headers().firstValue(name).ifPresent(it -> call.getResponseHeaders().add(name, it));
    }
    byte[] body = response.body();
    call.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    call.getResponseBody().write(body);
  }

  private static void copy(String name, String value, HttpRequest.Builder request) {
    if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      request.header(name, value);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}

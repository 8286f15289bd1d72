package dev.sessionbeam.peer;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How an {@link HttpPeer} answers the requests for a path. */
@FunctionalInterface
public interface HttpBehavior {
  /**
   * Answers a request, at once or later.
   *
   * @param scheduler for answers that come later
   */
  void answer(HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException;

  /** Answers 200. */
  static HttpBehavior ok() {
    return status(200, "");
  }

  /** Answers with a status and a body, which may be empty. */
  static HttpBehavior status(int status, String body) {
    return status(status, body, Map.of());
  }

  /** Answers with a status, a body and headers. */
  static HttpBehavior status(int status, String body, Map<String, String> headers) {
    return (exchange, request, scheduler) -> send(exchange, status, body, headers);
  }

  /** Answers 429 with a header {@code Retry-After}. */
  static HttpBehavior tooManyRequests(String retryAfter) {
    return status(429, "slow down", Map.of("Retry-After", retryAfter));
  }

  /** Answers 200 after a time. */
  static HttpBehavior slow(Duration time) {
    return later(time, ok());
  }

  /** Answers as another behavior does, after a time. */
  static HttpBehavior later(Duration time, HttpBehavior then) {
    return (exchange, request, scheduler) -> {
      Future<?> unused =
          scheduler.schedule(
              () -> {
                then.answer(exchange, request, scheduler);
                return null;
              },
              time.toMillis(),
              TimeUnit.MILLISECONDS);
    };
  }

  /** Never answers, and keeps the connection. */
  static HttpBehavior silent() {
    return (exchange, request, scheduler) -> {};
  }

  /** Promises an answer of 200 with a body, and closes the connection within the body. */
  static HttpBehavior cutOff() {
    return (exchange, request, scheduler) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("the first".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  /** Closes the connection without an answer. */
  static HttpBehavior hangUp() {
    return (exchange, request, scheduler) -> exchange.close();
  }

  /**
   * Answers with a status and a body that never ends, as fast as it is read.
   *
   * @param sent counts the bytes that were sent, to all requests
   */
  static HttpBehavior endless(int status, AtomicLong sent) {
    return (exchange, request, scheduler) -> {
      byte[] more = "more ".repeat(1000).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, 0);
      OutputStream body = exchange.getResponseBody();
      while (true) {
        body.write(more);
        sent.addAndGet(more.length);
      }
    };
  }

  /** Answers with a status at once, and then with a byte of its body each tenth of a second. */
  static HttpBehavior dripping(int status) {
    return (exchange, request, scheduler) -> {
      exchange.sendResponseHeaders(status, 0);
      OutputStream body = exchange.getResponseBody();
      Future<?> unused =
          scheduler.scheduleWithFixedDelay(
              () -> {
                try {
                  body.write('.');
                  body.flush();
                } catch (IOException e) {
                  // An exception ends the repetition. The client has closed the connection.
                  throw new IllegalStateException(e);
                }
              },
              0,
              100,
              TimeUnit.MILLISECONDS);
    };
  }

  /** Behaves in one way for some requests, and then in another. */
  static HttpBehavior first(int times, HttpBehavior first, HttpBehavior then) {
    AtomicInteger left = new AtomicInteger(times);
    return (exchange, request, scheduler) ->
        (left.getAndDecrement() > 0 ? first : then).answer(exchange, request, scheduler);
  }

  /** Answers 500 to the first requests, and 200 to all others. */
  static HttpBehavior failing(int times) {
    return first(times, status(500, "try again"), ok());
  }

  /** Answers 500 to every second request, beginning with the first. */
  static HttpBehavior failingHalfTheTime() {
    AtomicInteger requests = new AtomicInteger();
    return (exchange, request, scheduler) ->
        (requests.getAndIncrement() % 2 == 0 ? status(500, "try again") : ok())
            .answer(exchange, request, scheduler);
  }

  /**
   * Answers 500 to the first request of each idempotency key, and 200 to the second, so that every
   * delivery takes two attempts.
   */
  static HttpBehavior failingFirstAttempts() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return (exchange, request, scheduler) ->
        (seen.add(String.valueOf(request.header("Idempotency-Key")))
                ? status(500, "try again")
                : ok())
            .answer(exchange, request, scheduler);
  }

  /** Answers like a function of AWS Lambda that does its work. */
  static HttpBehavior function() {
    return (exchange, request, scheduler) -> {
      if ("Event".equals(request.header("X-Amz-Invocation-Type"))) {
        send(exchange, 202, "", Map.of());
      } else {
        send(exchange, 200, "null", Map.of("X-Amz-Executed-Version", "$LATEST"));
      }
    };
  }

  /**
   * Answers like a function of AWS Lambda that fails. Only who waits for it is told.
   *
   * @param kind {@code Unhandled} or {@code Handled}
   */
  static HttpBehavior failingFunction(String kind, String payload) {
    return (exchange, request, scheduler) -> {
      if ("Event".equals(request.header("X-Amz-Invocation-Type"))) {
        send(exchange, 202, "", Map.of());
      } else {
        send(exchange, 200, payload, Map.of("X-Amz-Function-Error", kind));
      }
    };
  }

  /** Answers with an error of an AWS service that speaks JSON. */
  static HttpBehavior awsError(int status, String code, String message) {
    return status(
        status,
        "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}",
        Map.of("x-amzn-ErrorType", code, "Content-Type", "application/x-amz-json-1.1"));
  }

  /** Answers when it is told to. */
  static Held held() {
    return new Held();
  }

  /** Keeps requests without an answer until they are released. */
  final class Held implements HttpBehavior {
    private final Queue<HttpExchange> waiting = new ConcurrentLinkedQueue<>();
    private boolean released;

    private Held() {}

    @Override
    public synchronized void answer(
        HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
        throws IOException {
      if (released) {
        send(exchange, 200, "", Map.of());
      } else {
        waiting.add(exchange);
      }
    }

    /** Answers 200 to all that wait, and to all that come from now on. */
    public synchronized void release() {
      released = true;
      for (HttpExchange exchange : waiting) {
        try {
          send(exchange, 200, "", Map.of());
        } catch (IOException e) {
          // The client has given up.
        }
      }
      waiting.clear();
    }
  }

  private static void send(
      HttpExchange exchange, int status, String body, Map<String, String> headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}

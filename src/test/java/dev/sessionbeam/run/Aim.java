package dev.sessionbeam.run;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Picks the next call that reaches a server, once a test asks for one. */
final class Aim {
  private final AtomicReference<CompletableFuture<Call>> asked = new AtomicReference<>();

  /**
   * A call that was picked.
   *
   * @param key the idempotency key of what was sent
   * @param port the client's port, by which the process that made the call can be found
   * @param at when it was received or, if it has an answer, when the answer was known
   */
  record Call(String key, int port, HttpExchange exchange, Instant at) {
    static Call of(String key, HttpExchange exchange, Instant at) {
      return new Call(key, exchange.getRemoteAddress().getPort(), exchange, at);
    }

    /** Answers 200, or closes the connection without an answer. */
    void end(boolean answer) {
      try {
        if (answer) {
          exchange.sendResponseHeaders(200, -1);
        }
      } catch (IOException e) {
        // The client is dead.
      } finally {
        exchange.close();
      }
    }
  }

  /** Asks for the next call. */
  CompletableFuture<Call> next() {
    CompletableFuture<Call> next = new CompletableFuture<>();
    asked.set(next);
    return next;
  }

  /** Offers a call. Returns whether it was picked: then the test ends it. */
  boolean picks(Call call) {
    CompletableFuture<Call> waiting = asked.getAndSet(null);
    return waiting != null && waiting.complete(call);
  }
}

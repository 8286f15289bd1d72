package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Knows whether a load balancer should send requests here. */
final class Readiness {
  private final Acceptor acceptor;
  private volatile boolean stopping;

  Readiness(Acceptor acceptor) {
    this.acceptor = acceptor;
  }

  /** From now on, it is not ready. */
  void stop() {
    stopping = true;
  }

  /** Why it is not ready; null if it is. */
  @Nullable String fault() {
    return stopping ? "the collector is stopping" : acceptor.fault();
  }

  Answer answer() {
    String fault = fault();
    return fault == null
        ? Answer.json(200, "{\"ready\":true}\n")
        : Answer.json(503, "{\"ready\":false,\"reason\":" + JsonValue.of(fault).text() + "}\n");
  }
}

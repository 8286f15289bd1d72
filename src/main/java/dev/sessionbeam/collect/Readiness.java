package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.Answer;
import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.stream.StreamWriter;
import dev.sessionbeam.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Knows whether a load balancer should send requests here. */
final class Readiness {
  private final Acceptor acceptor;
  private final StreamWriter stream;
  private final @Nullable Spool spool;
  private volatile boolean stopping;

  Readiness(Acceptor acceptor, StreamWriter stream, @Nullable Spool spool) {
    this.acceptor = acceptor;
    this.stream = stream;
    this.spool = spool;
  }

  /** Says whether the process should be left alone. */
  Answer live() {
    Spool held = spool;
    boolean works = stream.isAlive() && (held == null || held.isAlive());
    return works
        ? Answer.text(200, "text/plain", "live\n")
        : Answer.text(500, "text/plain", "a thread has ended: restart the collector\n");
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

package dev.sessionbeam.collect;

import dev.sessionbeam.collect.spool.Spool;
import dev.sessionbeam.collect.stream.StreamEvent;
import dev.sessionbeam.collect.stream.StreamWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into the stream; or, if that does not take them in time, into the spool. While the
 * stream is down, events go to the spool at once.
 */
final class Acceptor {
  private final StreamWriter stream;
  private final @Nullable Spool spool;
  private final Duration timeout;
  private final SeldomLog log;

  Acceptor(StreamWriter stream, @Nullable Spool spool, Duration timeout, SeldomLog log) {
    this.stream = stream;
    this.spool = spool;
    this.timeout = timeout;
    this.log = log;
  }

  /** Why no event can be accepted now; null if events probably can. */
  @Nullable String fault() {
    if (!stream.state().isDown()) {
      return null;
    }
    Spool to = spool;
    if (to == null) {
      return "the stream does not take events: " + stream.state().lastError();
    }
    String fault = to.fault();
    return fault == null ? null : "the stream does not take events, and " + fault;
  }

  /** Accepts events; completes when it is known where they are, and never with an exception. */
  CompletableFuture<Place> accept(List<StreamEvent> events) {
    Spool to = spool;
    if (to != null && stream.state().isDown()) {
      return spool(to, events);
    }
    return stream
        .put(events, timeout)
        .thenCompose(
            left -> {
              if (left.isEmpty()) {
                return CompletableFuture.completedFuture(Place.STREAM);
              }
              log.warn(
                  "slow-stream",
                  "Kinesis did not take events within "
                      + timeout.toMillis()
                      + " ms: "
                      + stream.state().lastError()
                      + (to == null ? ". They were refused." : ". They go to the spool."));
              return to == null
                  ? CompletableFuture.completedFuture(Place.NOWHERE)
                  : spool(to, left);
            });
  }

  private CompletableFuture<Place> spool(Spool to, List<StreamEvent> events) {
    return to.append(events)
        .thenApply(done -> Place.SPOOL)
        .exceptionally(
            fault -> {
              Throwable cause = fault.getCause() == null ? fault : fault.getCause();
              log.warn("spool", "Events were refused: " + cause.getMessage());
              return Place.NOWHERE;
            });
  }
}

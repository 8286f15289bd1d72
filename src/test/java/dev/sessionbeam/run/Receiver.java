package dev.sessionbeam.run;

import com.sun.net.httpserver.HttpExchange;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.ReceivedRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A webhook that keeps what it has received, and apart from that, what it has accepted. A request
 * that an {@link Aim} picks has no answer, so it does not count as accepted: it must come again.
 */
final class Receiver implements HttpBehavior {
  private enum Manner {
    ACCEPTS,
    FAILS_FIRST,
    REFUSES
  }

  private final Manner manner;
  private final Aim aim = new Aim();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> received = new ConcurrentHashMap<>();
  private final List<Arrival> accepted = Collections.synchronizedList(new ArrayList<>());

  private Receiver(Manner manner) {
    this.manner = manner;
  }

  /** Answers 200. */
  static Receiver accepting() {
    return new Receiver(Manner.ACCEPTS);
  }

  /** Answers 500 to the first request of each key, then 200. */
  static Receiver failingFirst() {
    return new Receiver(Manner.FAILS_FIRST);
  }

  /** Answers 400. */
  static Receiver refusing() {
    return new Receiver(Manner.REFUSES);
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    String key = String.valueOf(request.header("Idempotency-Key"));
    requests.incrementAndGet();
    received.computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet()).add(request.text());
    if (!aim.picks(Aim.Call.of(key, exchange, Instant.now()))) {
      HttpBehavior.status(status(key, request), "").answer(exchange, request, scheduler);
    }
  }

  private int status(String key, ReceivedRequest request) {
    if (manner == Manner.REFUSES) {
      return 400;
    }
    if (manner == Manner.FAILS_FIRST && failed.add(key)) {
      return 500;
    }
    accepted.add(new Arrival(key, request.text()));
    return 200;
  }

  Aim aim() {
    return aim;
  }

  int requests() {
    return requests.get();
  }

  /** All bodies that have come with each key, whatever the answer was. */
  Map<String, Set<String>> received() {
    return received;
  }

  /** What it has answered 200 for, copies included. */
  List<Arrival> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }
}

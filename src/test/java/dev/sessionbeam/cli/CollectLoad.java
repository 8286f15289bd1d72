package dev.sessionbeam.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send events as a good client does: the same ones again until they are acknowledged.
 * Each event has an id.
 */
final class CollectLoad implements AutoCloseable {
  /** How the partition keys of the events begin. */
  static final String MACHINE = "load-";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LARGEST_REQUEST = 50;

  private static final int NO_CONNECTION = -1;
  private static final int NO_ANSWER = 0;

  /** After these, the same events are sent again. */
  private static final Set<Integer> AGAIN = Set.of(NO_CONNECTION, NO_ANSWER, 429, 503);

  private final URI collector;
  private final Duration pause;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final Queue<Long> micros = new ConcurrentLinkedQueue<>();
  private final AtomicLong spooled = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private volatile @Nullable String fault;
  private volatile boolean stopped;

  private CollectLoad(URI collector, Duration pause) {
    this.collector = collector;
    this.pause = pause;
  }

  /** Starts clients that send as fast as they can. */
  static CollectLoad start(URI collector, int clients) {
    return start(collector, clients, Duration.ZERO);
  }

  /**
   * Starts clients.
   *
   * @param collector the address, with a write key if one is needed
   * @param pause between two requests of a client
   */
  static CollectLoad start(URI collector, int clients, Duration pause) {
    CollectLoad load = new CollectLoad(collector, pause);
    for (int i = 0; i < clients; i++) {
      int number = i;
      Thread thread = new Thread(() -> load.run(number), "load-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void run(int number) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      for (int request = 0; !stopped && fault == null; request++) {
        List<String> ids = new ArrayList<>();
        int events = 1 + ThreadLocalRandom.current().nextInt(LARGEST_REQUEST);
        for (int i = 0; i < events; i++) {
          ids.add(number + "-" + request + "-" + i);
        }
        send(client, ids);
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpClient client, List<String> ids) throws InterruptedException {
    StringBuilder body = new StringBuilder();
    ids.forEach(
        id ->
            body.append("{\"event_id\":\"")
                .append(id)
                .append("\",\"machine_id\":\"" + MACHINE)
                .append(id.hashCode() % 100)
                .append("\"}\n"));
    HttpRequest request =
        HttpRequest.newBuilder(collector)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    while (true) {
      open.addAndGet(ids.size());
      long begin = System.nanoTime();
      int status = status(client, request);
      micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin));
      statuses.computeIfAbsent(status, first -> new LongAdder()).increment();
      open.addAndGet(-ids.size());
      if (status == 200 || status == 202) {
        acknowledged.addAll(ids);
        spooled.addAndGet(status == 202 ? ids.size() : 0);
        return;
      }
      if (!AGAIN.contains(status)) {
        fault = "a good request was answered with " + status;
        return;
      }
      unanswered.addAndGet(status == NO_CONNECTION ? 0 : ids.size());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int status(HttpClient client, HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (ConnectException e) {
      return NO_CONNECTION;
    } catch (IOException e) {
      return NO_ANSWER;
    }
  }

  /**
   * Ends when all requests that were begun are acknowledged. Fails if an answer was none that a
   * good request can have.
   *
   * @param patience how long that may take; a load that takes longer fails
   */
  void finish(Duration patience) throws InterruptedException {
    stopped = true;
    long until = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
      if (thread.isAlive()) {
        throw new AssertionError(open.get() + " events are not acknowledged after " + patience);
      }
    }
    if (fault != null) {
      throw new AssertionError(fault);
    }
  }

  /** The ids of all events that were acknowledged. */
  Set<String> acknowledged() {
    return acknowledged;
  }

  /** How many events were acknowledged by 202. */
  long spooled() {
    return spooled.get();
  }

  /** The events of all requests that have no answer now. */
  long open() {
    return open.get();
  }

  /** The events of all requests that got no answer, or none that acknowledged them. */
  long unanswered() {
    return unanswered.get();
  }

  /** How many requests got each status; 0 and -1 stand for no answer and no connection. */
  Map<Integer, LongAdder> statuses() {
    return statuses;
  }

  /**
   * The time that requests took, in microseconds.
   *
   * @param share of the requests that took less, below 1
   */
  long micros(double share) {
    List<Long> sorted = micros.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (sorted.size() * share));
  }

  @Override
  public void close() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}

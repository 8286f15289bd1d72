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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send events as a good client does: the same ones again until they are acknowledged.
 * Each event has an id.
 */
final class CollectLoad implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LARGEST_REQUEST = 50;

  private static final int NO_CONNECTION = -1;
  private static final int NO_ANSWER = 0;

  private final URI collector;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicLong spooled = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private volatile boolean stopped;

  private CollectLoad(URI collector) {
    this.collector = collector;
  }

  /** Starts clients. */
  static CollectLoad start(URI collector, int clients) {
    CollectLoad load = new CollectLoad(collector);
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
      for (int request = 0; !stopped; request++) {
        List<String> ids = new ArrayList<>();
        int events = 1 + ThreadLocalRandom.current().nextInt(LARGEST_REQUEST);
        for (int i = 0; i < events; i++) {
          ids.add(number + "-" + request + "-" + i);
        }
        send(client, ids);
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
                .append("\",\"machine_id\":\"m")
                .append(id.hashCode() % 100)
                .append("\"}\n"));
    HttpRequest request =
        HttpRequest.newBuilder(collector)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    while (true) {
      open.addAndGet(ids.size());
      int status = status(client, request);
      open.addAndGet(-ids.size());
      if (status == 200 || status == 202) {
        acknowledged.addAll(ids);
        spooled.addAndGet(status == 202 ? ids.size() : 0);
        return;
      }
      if (status != NO_ANSWER && status != NO_CONNECTION && status != 503) {
        throw new AssertionError("status " + status);
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

  /** Ends when all requests that were begun are acknowledged. */
  void finish() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
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

  @Override
  public void close() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}

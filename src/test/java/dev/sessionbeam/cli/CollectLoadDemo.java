package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many requests and events a second {@code ./sessionbeam collect} takes, with wrk as its
 * client and a stub as its stream, and what it does with more: {@code make collect-load}. Not part
 * of the tests. While wrk sends too much, other clients send events with ids, of which none may be
 * lost.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CollectLoadDemo {
  private static final String DURATION = System.getProperty("collect.duration", "20s");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int BATCH = 50;
  private static final int CLIENTS = 4;

  /** A heap of 512 MiB, 128 MiB beside it, and the rest of the JVM. */
  private static final long MOST_MEMORY_KIB = 1 << 20;

  private static final String GREEDY = "the-key-that-sends-all-it-can";
  private static final String MODEST = "the-key-that-sends-little";
  private static final long KEY_RATE = 10_000;

  /** What the collector bears, as the first measurement has found it. */
  private static double batchesPerSecond = 4000;

  @TempDir private Path folder;

  @BeforeEach
  void requireWrk() throws InterruptedException {
    Wrk.require();
  }

  @Test
  @Order(1)
  void load() throws Exception {
    try (LoadServers servers = LoadServers.start(0, folder.resolve("spool"))) {
      URI events = servers.uri("/v1/events");
      Wrk.measure(events, 1, 256, "5s");
      measure("one event a request", servers, 1, 32);
      measure("one event a request", servers, 1, 256);
      Wrk.measure(events, BATCH, 32, "5s");
      batchesPerSecond = measure(BATCH + " events a request", servers, BATCH, 32);
      long sent = servers.metric("kinesis_records_total");
      assertThat(servers.count(), is(greaterThanOrEqualTo(sent)));
    }
  }

  private static double measure(String name, LoadServers servers, int events, int connections)
      throws Exception {
    Wrk wrk = Wrk.measure(servers.uri("/v1/events"), events, connections, DURATION);
    print(
        "== %s, %d connections, %s: %.0f events/s, peak memory %d KiB%n%s",
        name, connections, DURATION, wrk.rate() * events, servers.peakMemory(), wrk.out());
    return wrk.rate();
  }

  /** The stream takes half of what the collector could send, and clients send all they can. */
  @Test
  @Order(2)
  void twiceTheLoadThatTheStreamBears() throws Exception {
    overload((long) (batchesPerSecond * BATCH / 2), 1000);
  }

  @Test
  @Order(3)
  void twentyTimesTheLoadThatTheStreamBears() throws Exception {
    Wrk wrk = overload((long) (batchesPerSecond * BATCH / 20), 1000);
    assertThat("503", wrk.unavailable(), is(greaterThan(0L)));
  }

  private Wrk overload(long perSecond, int connections) throws Exception {
    try (LoadServers servers =
        LoadServers.start(perSecond, folder.resolve("spool"), "--spoolSize=16MiB")) {
      URI events = servers.uri("/v1/events");
      // Otherwise, its code is not compiled yet.
      Wrk.measure(events, BATCH, 32, "5s");
      servers.awaitDrained();
      try (CollectLoad others = CollectLoad.start(events, CLIENTS)) {
        Wrk wrk = Wrk.count(events, BATCH, connections, DURATION, "");
        others.finish(PATIENCE);
        servers.awaitDrained();
        print(
            "== the stream takes %d events/s, %d connections, %s: peak memory %d KiB%n%s",
            perSecond, connections, DURATION, servers.peakMemory(), wrk.out());
        requireNoneLost(servers, others, wrk);
        assertThat("429", wrk.later(), is(0L));
        return wrk;
      }
    }
  }

  @Test
  @Order(4)
  void aKeyThatSendsTooMuchAndOneThatDoesNot() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), GREEDY + "\n" + MODEST + "\n");
    try (LoadServers servers =
        LoadServers.start(
            0, folder.resolve("spool"), "--writeKeys=" + keys, "--rateLimit=" + KEY_RATE + "/s")) {
      URI events = servers.uri("/v1/events?key=" + MODEST);
      alone(events);
      try (CollectLoad others = CollectLoad.start(events, CLIENTS, Duration.ofMillis(20))) {
        Wrk wrk = Wrk.count(servers.uri("/v1/events"), BATCH, 256, DURATION, GREEDY);
        others.finish(PATIENCE);
        print(
            "== %d events/s a key, 256 connections of one key, %s: peak memory %d KiB%n%s",
            KEY_RATE, DURATION, servers.peakMemory(), wrk.out());
        requireNoneLost(servers, others, wrk);
        assertThat("429", wrk.later(), is(greaterThan(0L)));
        assertThat("503", wrk.unavailable(), is(0L));
        assertThat("the other key", others.statuses().keySet(), is(Set.of(200)));
      }
    }
  }

  /** The same clients, without any others. */
  private static void alone(URI events) throws Exception {
    try (CollectLoad load = CollectLoad.start(events, CLIENTS, Duration.ofMillis(20))) {
      // As long as wrk will run.
      TimeUnit.MILLISECONDS.sleep(Duration.parse("PT" + DURATION).toMillis());
      load.finish(PATIENCE);
      print("== the other key alone: %s%n", describe(load));
    }
  }

  private static void requireNoneLost(LoadServers servers, CollectLoad others, Wrk wrk)
      throws Exception {
    long taken = servers.count();
    Set<String> missing = new HashSet<>(others.acknowledged());
    missing.removeAll(servers.ids());
    long acknowledged = wrk.acknowledged() * BATCH + others.acknowledged().size();
    print(
        "acknowledged %d events, in the stream %d; of the %d with an id, %d missing%n"
            + "the other clients: %s%n",
        acknowledged, taken, others.acknowledged().size(), missing.size(), describe(others));
    assertThat(missing, is(empty()));
    assertThat(others.acknowledged().size(), is(greaterThan(0)));
    assertThat(taken, is(greaterThanOrEqualTo(acknowledged)));
    assertThat("other answers", wrk.other(), is(0L));
    assertThat(servers.peakMemory(), is(lessThan(MOST_MEMORY_KIB)));
  }

  private static String describe(CollectLoad load) {
    return "requests by status "
        + load.statuses()
        + ", p50 "
        + load.micros(0.5)
        + " us, p99 "
        + load.micros(0.99)
        + " us";
  }

  private static void print(String form, Object... values) {
    System.err.printf(Locale.ROOT, form, values);
  }
}

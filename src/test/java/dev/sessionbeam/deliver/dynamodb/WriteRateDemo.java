package dev.sessionbeam.deliver.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.sun.management.OperatingSystemMXBean;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * Prints how many items a second a connector writes, and what CPU an item costs in this process:
 * {@code make hot-rate}. Not part of the tests.
 */
class WriteRateDemo {
  private static final int ITEMS = Integer.getInteger("hot.items", 20_000);
  private static final int MACHINES = 1_000;

  /** As many deliveries as a route has under way by default. */
  private static final int IN_FLIGHT = 64;

  private static final String LINE =
      "{\"session_id\":\"a94f2b1b-e5be-517d-a3ad-8d52b261db38\",\"machine_id\":\"m\","
          + "\"session_start\":\"2017-02-05T09:00:00.000Z\","
          + "\"session_end\":\"2017-02-05T09:29:59.999Z\",\"duration_ms\":1799999,"
          + "\"event_count\":2,\"opened_by\":\"opening_event\",\"first_action\":\"start\","
          + "\"last_action\":\"view\",\"actions\":{\"start\":1,\"view\":1},\"revision\":1}";

  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

  @Test
  void rates() throws Exception {
    try (DynamoDbPeer peer = DynamoDbPeer.start();
        HttpPeer stub =
            HttpPeer.start(
                request -> {
                  // It keeps nothing.
                })) {
      stub.behave(
          "/",
          HttpBehavior.status(200, "{}", Map.of("Content-Type", "application/x-amz-json-1.0")));
      peer.createSessions("sessions");
      peer.createEvents("events");
      for (String round : List.of("warm-up", "measured")) {
        print(round, "dynalite", peer.endpoint(), Source.SESSIONS);
        print(round, "dynalite", peer.endpoint(), Source.EVENTS);
        print(round, "stub in this process", stub.endpoint(), Source.SESSIONS);
        print(round, "stub in this process", stub.endpoint(), Source.EVENTS);
      }
    }
  }

  private void print(String round, String server, URI endpoint, Source source) throws Exception {
    outcomes.clear();
    List<List<Delivery>> calls = calls(source, round);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long begin = System.nanoTime();
    send(calls, endpoint, source);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double micros = (system.getProcessCpuTime() - cpu) / 1e3;
    assertThat(List.copyOf(outcomes), everyItem(is(Outcome.DELIVERED)));
    System.out.printf(
        Locale.ROOT,
        "%s: %,d %s to %s: %,.0f a second, %,.0f microseconds of CPU each%n",
        round,
        ITEMS,
        source.code(),
        server,
        ITEMS / seconds,
        micros / ITEMS);
  }

  /** Sessions go one by one, and events in as large calls as the connector takes. */
  private static List<List<Delivery>> calls(Source source, String round) {
    int perCall = source == Source.SESSIONS ? 1 : EventWriter.MOST_PER_CALL;
    List<List<Delivery>> calls = new ArrayList<>();
    for (int from = 0; from < ITEMS; from += perCall) {
      List<Delivery> call = new ArrayList<>();
      for (int i = from; i < Math.min(ITEMS, from + perCall); i++) {
        Subject subject = new Subject(source, "machine-" + i % MACHINES, round + "-" + i, 1);
        call.add(new Delivery("hot", "v1", subject, LINE.getBytes(StandardCharsets.UTF_8)));
      }
      calls.add(call);
    }
    return calls;
  }

  private void send(List<List<Delivery>> calls, URI endpoint, Source source) throws Exception {
    String arn = DynamoDbPeer.arn(source.code());
    Semaphore free = new Semaphore(IN_FLIGHT);
    try (Connector connector = Tables.open(Tables.route(arn, endpoint, source, null))) {
      for (List<Delivery> call : calls) {
        free.acquire(call.size());
        var unused =
            connector
                .send(call)
                .thenAccept(
                    ended -> {
                      outcomes.addAll(ended);
                      free.release(ended.size());
                    });
      }
      free.acquire(IN_FLIGHT);
    }
  }
}

package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static dev.sessionbeam.deliver.connect.Deliveries.toUrl;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Authentication;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookConnectorTest {
  private HttpPeer peer;

  @BeforeAll
  void start() throws IOException {
    peer = HttpPeer.start();
  }

  @AfterAll
  void stop() {
    peer.close();
  }

  @Test
  void aDeliveryIsPostedByteForByteWithWhatTellsCopiesApart() throws Exception {
    Delivery delivery = event("e1", "{\"a\": 1.0,  \"b\":\"é\uFFFE\"}");
    try (Connector connector = open(toUrl(peer.uri("/event")))) {
      assertThat(outcome(connector, delivery), is(Outcome.DELIVERED));
    }
    ReceivedRequest request = peer.await("/event", 1).get(0);
    assertThat(request.method(), is("POST"));
    assertThat(request.body(), is(delivery.body()));
    assertThat(request.header("Content-Type"), is("application/json"));
    assertThat(request.header("Idempotency-Key"), is(delivery.key().toString()));
    assertThat(request.header("Sessionbeam-Destination"), is("crm"));
    assertThat(request.header("Sessionbeam-Rules"), is("v1"));
    assertThat(request.header("Sessionbeam-Revision"), is(nullValue()));
  }

  @Test
  void aSessionHasItsRevisionZeroIncluded() throws Exception {
    try (Connector connector = open(toUrl(peer.uri("/session")))) {
      assertThat(outcome(connector, session(0)), is(Outcome.DELIVERED));
      assertThat(outcome(connector, session(1)), is(Outcome.DELIVERED));
    }
    assertThat(
        peer.await("/session", 2).stream().map(it -> it.header("Sessionbeam-Revision")).toList(),
        is(List.of("0", "1")));
  }

  @Test
  void aNameInAnyScriptIsPercentEncodedInItsHeader() throws Exception {
    Delivery delivery = event("e1", "{}");
    Subject subject = delivery.subject();
    try (Connector connector = open(toUrl(peer.uri("/name")))) {
      Delivery named = new Delivery("клиенты 100%", "v1", subject, delivery.body());
      assertThat(outcome(connector, named), is(Outcome.DELIVERED));
    }
    assertThat(
        peer.await("/name", 1).get(0).header("Sessionbeam-Destination"),
        is("%D0%BA%D0%BB%D0%B8%D0%B5%D0%BD%D1%82%D1%8B 100%25"));
  }

  @ParameterizedTest
  @CsvSource({
    "200, DELIVERED",
    "201, DELIVERED",
    "202, DELIVERED",
    "204, DELIVERED",
    "301, REFUSED",
    "302, REFUSED",
    "304, REFUSED",
    "307, REFUSED",
    "308, REFUSED",
    "400, REFUSED",
    "401, REFUSED",
    "403, REFUSED",
    "404, REFUSED",
    "409, REFUSED",
    "410, REFUSED",
    "422, REFUSED",
    "431, REFUSED",
    "408, RETRY",
    "425, RETRY",
    "429, RETRY",
    "413, TOO_LARGE",
    "500, RETRY",
    "501, RETRY",
    "502, RETRY",
    "503, RETRY",
    "504, RETRY",
    "599, RETRY",
  })
  void eachStatusHasItsOutcome(int status, Outcome.Kind kind) throws Exception {
    String path = "/status/" + status;
    String elsewhere = peer.uri("/elsewhere/" + status).toString();
    peer.behave(path, HttpBehavior.status(status, "", Map.of("Location", elsewhere)));
    try (Connector connector = open(toUrl(peer.uri(path)))) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.error(), outcome.kind(), is(kind));
      assertThat(outcome.error(), containsString(status / 100 == 2 ? "" : "status " + status));
    }
    assertThat("no redirect is followed", peer.requests("/elsewhere/" + status), is(empty()));
    assertThat("nothing is sent twice", peer.requests(path).size(), is(1));
  }

  @Test
  void aMessageHasTheBeginningOfTheAnswerInOneLine() throws Exception {
    peer.behave("/long", HttpBehavior.status(400, "no\r\n\tsuch customer " + "x".repeat(5000)));
    try (Connector connector = open(toUrl(peer.uri("/long")))) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.error(), containsString("status 400: no such customer xxx"));
      assertThat(outcome.error().length(), is(lessThanOrEqualTo(1024 + "status 400: ".length())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void theDestinationSaysHowLongToWait(int status) throws Exception {
    String path = "/wait/" + status;
    peer.behave(path, HttpBehavior.status(status, "", Map.of("Retry-After", "7")));
    try (Connector connector = open(toUrl(peer.uri(path)))) {
      assertThat(
          outcome(connector, event("e1", "{}")),
          is(Outcome.retry("status " + status, Duration.ofSeconds(7))));
    }
  }

  @Test
  void whoNeverAnswersIsRetriedAfterTheTimeout() throws Exception {
    peer.behave("/silent", HttpBehavior.silent());
    Route route = toUrl(peer.uri("/silent"));
    try (Connector connector = open(impatient(route))) {
      assertThat(
          outcome(connector, event("e1", "{}")), is(Outcome.retry("no answer within 300 ms")));
    }
  }

  private static Route impatient(Route route) {
    return Deliveries.with(route, Duration.ofMillis(300), null, route.auth(), null, null);
  }

  @Test
  void whoIsSlowButInTimeIsWaitedFor() throws Exception {
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/slow", held);
    try (Connector connector = open(toUrl(peer.uri("/slow")))) {
      CompletionStage<List<Outcome>> call = connector.send(List.of(event("e1", "{}")));
      peer.await("/slow", 1);
      assertThat(call.toCompletableFuture().isDone(), is(false));
      held.release();
      assertThat(call.toCompletableFuture().join(), is(List.of(Outcome.DELIVERED)));
    }
  }

  @Test
  void whereNothingListensTheConnectionIsRefused() throws Exception {
    try (Connector connector = open(toUrl(HttpPeer.nowhere()))) {
      assertRetry(connector, "the connection was refused");
    }
  }

  @Test
  void aHostWithoutAnAddressIsRetried() throws Exception {
    try (Connector connector = open(toUrl(URI.create("https://nobody.invalid/")))) {
      assertRetry(connector, "the host's address is unknown");
    }
  }

  @Test
  void aServerWithoutEncryptionIsRetriedIfTheAddressWantsIt() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket client = plain.accept()) {
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                  client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                  // The client has closed the connection.
                }
              });
      server.start();
      URI https = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/");
      try (Connector connector = open(toUrl(https))) {
        assertRetry(connector, "no secure connection");
      }
      server.join();
    }
  }

  @Test
  void anAnswerThatIsCutOffIsRetried() throws Exception {
    peer.behave("/cut", HttpBehavior.cutOff());
    try (Connector connector = open(toUrl(peer.uri("/cut")))) {
      assertRetry(connector, "the connection broke");
    }
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsRetried() throws Exception {
    peer.behave("/hang-up", HttpBehavior.hangUp());
    try (Connector connector = open(toUrl(peer.uri("/hang-up")))) {
      assertRetry(connector, "the connection broke");
    }
  }

  private static void assertRetry(Connector connector, String error) throws Exception {
    Outcome outcome = outcome(connector, event("e1", "{}"));
    assertThat(outcome.error(), outcome.kind(), is(Outcome.Kind.RETRY));
    assertThat(outcome.error(), containsString(error));
  }

  @Test
  void anAnswerWithoutAnEndHoldsNeitherMemoryNorTheConnection() throws Exception {
    AtomicLong sent = new AtomicLong();
    peer.behave("/endless", HttpBehavior.endless(500, sent));
    peer.behave("/endless/ok", HttpBehavior.endless(200, sent));
    try (Connector connector = open(toUrl(peer.uri("/endless")));
        Connector ok = open(toUrl(peer.uri("/endless/ok")))) {
      for (int i = 0; i < 20; i++) {
        Outcome outcome = outcome(connector, event("e" + i, "{}"));
        assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
        assertThat(outcome.error(), containsString("status 500: more more"));
      }
      assertThat(outcome(ok, event("e1", "{}")), is(Outcome.DELIVERED));
    }
    // What is on its way in the buffers of 21 connections.
    assertThat(sent.get(), is(lessThanOrEqualTo(21L << 24)));
    // The server has eight threads, and each of these answers holds one until the client hangs up.
    try (Connector other = open(toUrl(peer.uri("/after-endless")))) {
      assertThat(outcome(other, event("e1", "{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void anAnswerThatDripsEndsWithTheTimeout() throws Exception {
    peer.behave("/drip", HttpBehavior.dripping(200));
    try (Connector connector = open(impatient(toUrl(peer.uri("/drip"))))) {
      assertThat(
          outcome(connector, event("e1", "{}")), is(Outcome.retry("no answer within 300 ms")));
    }
  }

  @Test
  void whatIsUnderWayAtTheEndIsRetried() throws Exception {
    peer.behave("/closing", HttpBehavior.silent());
    Connector connector = open(toUrl(peer.uri("/closing")));
    CompletionStage<List<Outcome>> call = connector.send(List.of(event("e1", "{}")));
    peer.await("/closing", 1);
    connector.close();
    assertThat(
        call.toCompletableFuture().join(), is(List.of(Outcome.retry("the connector was closed"))));
    assertThat(
        outcome(connector, event("e2", "{}")), is(Outcome.retry("the connector was closed")));
  }

  @Test
  void threadsDoNotGrowWithDeliveriesAndEndWithTheConnector() throws Exception {
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/many", held);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Connector connector = open(toUrl(peer.uri("/many")));
    List<CompletionStage<List<Outcome>>> calls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      calls.add(connector.send(List.of(event("e" + i, "{}"))));
    }
    peer.await("/many", 300);
    assertThat(newThreads(before).size(), is(lessThanOrEqualTo(6)));
    held.release();
    for (CompletionStage<List<Outcome>> call : calls) {
      assertThat(call.toCompletableFuture().join(), is(List.of(Outcome.DELIVERED)));
    }
    connector.close();
    connector = null;
    calls.clear();
    Instant deadline = Instant.now().plusSeconds(60);
    while (!newThreads(before).isEmpty() && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(newThreads(before), is(empty()));
  }

  /** Names of threads that are there now and were not before; the JDK's own timer stays. */
  private static List<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("deliver-") || name.startsWith("HttpClient-"))
        .toList();
  }

  @Test
  void faultsOfARouteNameTheSetting() {
    Route http = toUrl(URI.create("http://example.com/events"));
    Route mode = Deliveries.with(http, Deliveries.TIMEOUT, "wait", null, null, "nowhere");
    List<String> faults = new WebhookFactory().check(mode);
    assertThat(faults.size(), is(3));
    assertThat(faults.get(0), containsString("destination_url: must be an address of https"));
    assertThat(faults.get(1), containsString("mode: a webhook has no modes"));
    assertThat(faults.get(2), containsString("dead_letter: must be the ARN of a queue"));
    assertThat(new WebhookFactory().check(toUrl(URI.create("https://example.com/"))), is(empty()));
    for (String header : List.of("Host", "content-length", "IDEMPOTENCY-KEY", "Sessionbeam-x")) {
      Authentication auth = new Authentication(header, Authentication.From.FILE, "/secret");
      Route route = toUrl(URI.create("https://example.com/"));
      assertThat(
          new WebhookFactory()
              .check(Deliveries.with(route, Deliveries.TIMEOUT, null, auth, null, null)),
          contains(containsString("auth: the header " + header + " is set by this program")));
    }
    assertThat(new WebhookFactory().check(toUrl(URI.create("http://127.0.0.1:80/"))), is(empty()));
    assertThat(
        new WebhookFactory().check(toUrl(URI.create("http://127.0.0.1.example.com/"))),
        is(not(empty())));
  }
}

package dev.sessionbeam.deliver.dynamodb;

import static dev.sessionbeam.deliver.dynamodb.Tables.event;
import static dev.sessionbeam.deliver.dynamodb.Tables.outcome;
import static dev.sessionbeam.deliver.dynamodb.Tables.outcomes;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.Relay;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of events, by the real client and a server of DynamoDB. */
class EventTableTest {
  private static final long MILLIS = Instant.parse("2017-02-05T00:00:00.123Z").toEpochMilli();

  private static DynamoDbPeer peer;
  private static int tables;

  private String table;

  @BeforeAll
  static void start() {
    peer = DynamoDbPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  @BeforeEach
  void create() {
    table = "events-" + tables++;
    peer.createEvents(table);
  }

  private Route route(URI endpoint, @Nullable Duration ttl) {
    return Tables.route(DynamoDbPeer.arn(table), endpoint, Source.EVENTS, ttl);
  }

  private Connector open() {
    return Tables.open(route(peer.endpoint(), null));
  }

  private Map<String, String> items() {
    return Tables.lines(peer.items(table), "event");
  }

  private static Delivery[] events(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(i -> event("e" + i, MILLIS, line))
        .toArray(Delivery[]::new);
  }

  @Test
  void anEventIsAnItemThatHasItsLineByteForByte() throws Exception {
    String line = "{\"id\": \"e1\",  \"n\":123456789012345678901234567890123456789012.50}";
    try (Connector connector = open()) {
      assertThat(outcome(connector, event("e1", MILLIS, line)), is(Outcome.DELIVERED));
    }
    assertThat(
        items().get("2017-02-05T00:00:00.123Z#e1"),
        is(
            "{\"event\":\"2017-02-05T00:00:00.123Z#e1\",\"event_time\":\"2017-02-05T00:00:00.123Z\","
                + "\"line\":"
                + new String(Json.quote(line), StandardCharsets.UTF_8)
                + ",\"machine\":\"m\"}"));
  }

  @Test
  void withATtlAnEventExpiresAfterItsInstant() throws Exception {
    try (Connector connector = Tables.open(route(peer.endpoint(), Duration.ofDays(1)))) {
      assertThat(outcome(connector, event("e1", 5_999, "{}")), is(Outcome.DELIVERED));
    }
    assertThat(items().get("1970-01-01T00:00:05.999Z#e1"), containsString("\"expires_at\":86405,"));
  }

  @Test
  void asManyAsACallTakesAreOneCall() throws Exception {
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector connector = Tables.open(route(relay.endpoint(), null))) {
      assertThat(connector.mostPerCall(), is(25));
      assertThat(outcomes(connector, events(25, "{}")), everyItem(is(Outcome.DELIVERED)));
      assertThat(relay.requests(), hasSize(1));
    }
    assertThat(items().size(), is(25));
  }

  @Test
  void moreBytesThanACallTakesAreSeveralCalls() throws Exception {
    String line = "{\"a\":\"" + "x".repeat(390_000) + "\"}";
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector connector = Tables.open(route(relay.endpoint(), null))) {
      assertThat(outcomes(connector, events(22, line)), everyItem(is(Outcome.DELIVERED)));
      assertThat(relay.requests(), hasSize(2));
    }
    assertThat(items().size(), is(22));
  }

  @Test
  void copiesInOneCallAreOneItemAndEachIsDelivered() throws Exception {
    Delivery one = event("e1", MILLIS, "{}");
    try (Connector connector = open()) {
      assertThat(
          outcomes(connector, one, event("e2", MILLIS, "{}"), one),
          everyItem(is(Outcome.DELIVERED)));
    }
    assertThat(items().size(), is(2));
  }

  @Test
  void whatDynamoDbNeverTakesIsRefusedOrTooLargeAndTheOthersAreDelivered() throws Exception {
    Delivery binary =
        new Delivery(
            "hot", "v1", new Subject(Source.EVENTS, "m", "e", 0), new byte[] {(byte) 0xFF});
    try (Connector connector = open()) {
      List<Outcome> outcomes =
          outcomes(
              connector,
              event("e1", MILLIS, "{}"),
              event("x".repeat(1000), MILLIS, "{}"),
              event("e2", MILLIS, "{\"a\":\"" + "é".repeat(205_000) + "\"}"),
              binary,
              event("half\uD800", MILLIS, "{}"),
              event("x".repeat(999), MILLIS, "{}"));
      assertThat(outcomes.get(0), is(Outcome.DELIVERED));
      assertThat(outcomes.get(1).kind(), is(Outcome.Kind.REFUSED));
      assertThat(
          outcomes.get(1).error(),
          containsString("the key event has 1025 bytes; DynamoDB takes 1024"));
      assertThat(outcomes.get(2).kind(), is(Outcome.Kind.TOO_LARGE));
      assertThat(outcomes.get(3).kind(), is(Outcome.Kind.REFUSED));
      assertThat(outcomes.get(4).error(), containsString("half of a surrogate pair"));
      assertThat(outcomes.get(5), is(Outcome.DELIVERED));
    }
    assertThat(items().size(), is(2));
  }

  @Test
  void whatTheTableLeavesUnprocessedIsRetried() throws Exception {
    try (HttpPeer http = HttpPeer.start();
        Connector connector = Tables.open(route(http.endpoint(), null))) {
      http.behave(
          "/",
          json(
              "{\"UnprocessedItems\":{\"any name\":[{\"PutRequest\":{\"Item\":{"
                  + "\"machine\":{\"S\":\"m\"},"
                  + "\"event\":{\"S\":\"2017-02-05T00:00:00.123Z#e1\"},"
                  + "\"line\":{\"S\":\"{}\"}}}}]}}"));
      List<Outcome> outcomes = outcomes(connector, events(3, "{}"));
      assertThat(outcomes.get(0), is(Outcome.DELIVERED));
      assertThat(outcomes.get(1).kind(), is(Outcome.Kind.RETRY));
      assertThat(outcomes.get(2), is(Outcome.DELIVERED));
    }
  }

  private static HttpBehavior json(String body) {
    return HttpBehavior.status(200, body, Map.of("Content-Type", "application/x-amz-json-1.0"));
  }

  @Test
  void oneEventThatIsNotValidRefusesNoOther() throws Exception {
    try (HttpPeer http = HttpPeer.start();
        Connector connector = Tables.open(route(http.endpoint(), null))) {
      HttpBehavior invalid = HttpBehavior.awsError(400, "ValidationException", "not so");
      http.behave(
          "/",
          (exchange, request, scheduler) ->
              (request.text().contains("#e1\"") ? invalid : json("{\"UnprocessedItems\":{}}"))
                  .answer(exchange, request, scheduler));
      List<Outcome> outcomes = outcomes(connector, events(3, "{}"));
      assertThat(outcomes.get(0), is(Outcome.DELIVERED));
      assertThat(outcomes.get(1), is(Outcome.refused("status 400 ValidationException: not so")));
      assertThat(outcomes.get(2), is(Outcome.DELIVERED));
      assertThat("all, then one by one", http.requests(), hasSize(4));
    }
  }

  /** Also for a session, since both go by one table. */
  @ParameterizedTest
  @CsvSource({
    "400, ProvisionedThroughputExceededException, RETRY",
    "400, RequestLimitExceeded, RETRY",
    "400, ThrottlingException, RETRY",
    "400, TransactionConflictException, RETRY",
    "400, ResourceNotFoundException, RETRY",
    "400, ResourceInUseException, RETRY",
    "400, ExpiredTokenException, RETRY",
    "500, InternalServerError, RETRY",
    "503, ServiceUnavailable, RETRY",
    "400, ValidationException, REFUSED",
    "400, AccessDeniedException, REFUSED",
    "400, UnrecognizedClientException, REFUSED",
    "400, ItemCollectionSizeLimitExceededException, REFUSED",
    "413, RequestEntityTooLargeException, TOO_LARGE",
  })
  void eachFaultOfTheServiceHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    try (HttpPeer http = HttpPeer.start();
        Connector connector = Tables.open(route(http.endpoint(), null))) {
      http.behave("/", HttpBehavior.awsError(status, code, "because"));
      Outcome ofEvent = outcome(connector, event("e1", MILLIS, "{}"));
      assertThat(ofEvent.error(), ofEvent.kind(), is(kind));
      assertThat(ofEvent.error(), containsString("status " + status + " " + code));
      assertThat("one attempt", http.requests(), hasSize(1));
      Outcome ofSession = outcome(connector, Tables.session("a", 1));
      assertThat(ofSession.error(), ofSession.kind(), is(kind));
    }
  }

  @Test
  void aServiceThatIsSilentOrGoneIsRetried() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.silent());
      Route patient = route(http.endpoint(), null);
      Route route =
          new Route(
              patient.name(),
              patient.arn(),
              null,
              patient.source(),
              patient.actions(),
              null,
              null,
              null,
              patient.retry(),
              Duration.ofMillis(300),
              patient.maxInFlight(),
              0,
              null,
              patient.endpoint(),
              null);
      try (Connector connector = Tables.open(route)) {
        Outcome silent = outcome(connector, event("e1", MILLIS, "{}"));
        assertThat(silent, is(Outcome.retry("no answer in time")));
        http.refuseConnections();
        Outcome gone = outcome(connector, event("e1", MILLIS, "{}"));
        assertThat(gone.error(), gone.kind(), is(Outcome.Kind.RETRY));
      }
    }
  }
}

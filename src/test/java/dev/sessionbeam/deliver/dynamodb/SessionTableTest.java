package dev.sessionbeam.deliver.dynamodb;

import static dev.sessionbeam.deliver.dynamodb.Tables.outcome;
import static dev.sessionbeam.deliver.dynamodb.Tables.outcomes;
import static dev.sessionbeam.deliver.dynamodb.Tables.session;
import static dev.sessionbeam.deliver.dynamodb.Tables.withLine;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table of sessions, by the real client and a server of DynamoDB. */
class SessionTableTest {
  private static DynamoDbPeer peer;
  private static int tables;

  private String table;
  private Connector connector;

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
  void open() {
    table = "sessions-" + tables++;
    peer.createSessions(table);
    connector = Tables.open(route(null));
  }

  @AfterEach
  void close() {
    connector.close();
  }

  private Route route(@Nullable Duration ttl) {
    return Tables.route(DynamoDbPeer.arn(table), peer.endpoint(), Source.SESSIONS, ttl);
  }

  private Map<String, String> items() {
    return Tables.lines(peer.items(table), "session_id");
  }

  private static AttributeValue of(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name);
  }

  /** The ids of the sessions that a reader of the index sees, with their revisions. */
  private Map<String, String> current() {
    return peer
        .client()
        .query(
            query ->
                query
                    .tableName(table)
                    .indexName("by_start")
                    .consistentRead(true)
                    .keyConditionExpression("machine = :m")
                    .expressionAttributeValues(Map.of(":m", AttributeValue.fromS("m"))))
        .items()
        .stream()
        .collect(
            Collectors.toMap(item -> of(item, "session_id").s(), item -> of(item, "revision").n()));
  }

  @Test
  void aSessionIsAnItemWhoseAttributesHaveTheTypesOfItsLine() throws Exception {
    String line =
        "{\"session_id\":\"a\",\"machine_id\":\"m\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
            + "\"duration_ms\":1799999,\"opened_by\":\"opening_event\",\"first_action\":\"é😀\","
            + "\"actions\":{\"start\":1,\"view\":12},\"revision\":3,\"replaces\":[\"b\"],"
            + "\"x\":null,\"y\":true,\"z\":{\"deep\":[1.50,\"t\"]}}";
    assertThat(outcome(connector, withLine("a", 3, line)), is(Outcome.DELIVERED));
    Map<String, AttributeValue> item =
        peer.items(table).stream()
            .filter(each -> of(each, "session_id").s().equals("a"))
            .findFirst()
            .orElseThrow();
    assertThat(item.get("machine"), is(AttributeValue.fromS("m")));
    assertThat(item.get("machine_id"), is(AttributeValue.fromS("m")));
    assertThat(item.get("duration_ms"), is(AttributeValue.fromN("1799999")));
    assertThat(item.get("first_action"), is(AttributeValue.fromS("é😀")));
    assertThat(
        item.get("actions"),
        is(
            AttributeValue.fromM(
                Map.of("start", AttributeValue.fromN("1"), "view", AttributeValue.fromN("12")))));
    assertThat(item.get("replaces"), is(AttributeValue.fromL(List.of(AttributeValue.fromS("b")))));
    assertThat(item.get("revision"), is(AttributeValue.fromN("3")));
    assertThat(item.get("x"), is(AttributeValue.fromNul(true)));
    assertThat(item.get("y"), is(AttributeValue.fromBool(true)));
    assertThat(of(of(item, "z").m(), "deep").l().get(0).n(), is("1.5"));
    assertThat(
        "as hot get prints it",
        ItemLine.of(item),
        is(
            "{\"session_id\":\"a\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
                + "\"duration_ms\":1799999,\"opened_by\":\"opening_event\",\"first_action\":\"é\\uD83D\\uDE00\","
                + "\"actions\":{\"start\":1,\"view\":12},\"revision\":3,\"replaces\":[\"b\"],"
                + "\"machine\":\"m\",\"machine_id\":\"m\",\"x\":null,\"y\":true,"
                + "\"z\":{\"deep\":[1.5,\"t\"]}}"));
  }

  @Test
  void theRevisionZeroIsAnAttributeToo() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat(items().get("a"), containsString("\"event_count\":1,\"revision\":0,"));
  }

  @Test
  void anOlderRevisionNeverOverwritesANewerOne() throws Exception {
    for (int revision : new int[] {2, 0, 1, 3, 2}) {
      assertThat(outcome(connector, session("a", revision)), is(Outcome.DELIVERED));
    }
    assertThat(items().get("a"), containsString("\"event_count\":4,\"revision\":3,"));
  }

  @Test
  void aLineWithTheSameRevisionIsWrittenAgain() throws Exception {
    assertThat(outcome(connector, session("a", 2)), is(Outcome.DELIVERED));
    String other = "{\"session_start\":\"s\",\"event_count\":9}";
    assertThat(outcome(connector, withLine("a", 2, other)), is(Outcome.DELIVERED));
    assertThat(items().get("a"), containsString("\"event_count\":9,"));
  }

  @Test
  void aFirstLineIsWrittenOnlyWhereNothingIs() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    String other = "{\"session_start\":\"s\",\"event_count\":9}";
    assertThat(outcome(connector, withLine("a", 0, other)), is(Outcome.DELIVERED));
    assertThat(items().get("a"), containsString("\"event_count\":1,"));

    assertThat(outcome(connector, session("b", 1, "a")), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat("a tombstone is something", items().get("a"), containsString("\"void\":true"));
  }

  @Test
  void aSessionThatIsReplacedBecomesATombstoneThatTheIndexDoesNotHave() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("c", 0)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("b", 1, "a", "c")), is(Outcome.DELIVERED));
    long expires = Tables.NOW.plus(Duration.ofDays(30)).getEpochSecond();
    assertThat(
        items().get("a"),
        is(
            "{\"session_id\":\"a\",\"revision\":1,\"expires_at\":"
                + expires
                + ",\"machine\":\"m\",\"replaced_by\":\"b\",\"void\":true}"));
    assertThat(current(), is(Map.of("b", "1")));
  }

  @Test
  void aTombstoneThatComesFirstKeepsAnOldLineOut() throws Exception {
    assertThat(outcome(connector, session("b", 1, "a")), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat(current(), is(Map.of("b", "1")));
    assertThat("until a newer one", outcome(connector, session("a", 2)), is(Outcome.DELIVERED));
    assertThat(current(), is(Map.of("a", "2", "b", "1")));
    assertThat(items().get("a"), not(containsString("expires_at")));
  }

  @Test
  void theOwnLineOfASessionWinsATieInEitherOrder() throws Exception {
    assertThat(outcome(connector, session("b", 2, "a", "c")), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("a", 2)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("c", 2)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("b", 2, "a", "c")), is(Outcome.DELIVERED));
    assertThat(current(), is(Map.of("a", "2", "b", "2", "c", "2")));
  }

  @Test
  void aSessionThatNamesItselfAsReplacedStays() throws Exception {
    assertThat(outcome(connector, session("a", 1, "a", "b")), is(Outcome.DELIVERED));
    assertThat(current(), is(Map.of("a", "1")));
  }

  @Test
  void deliveriesOfOneCallHaveOutcomesOfTheirOwn() throws Exception {
    List<Outcome> outcomes =
        outcomes(connector, session("a", 0), withLine("b", 0, "[1]"), session("c", 1, "a"));
    assertThat(outcomes.get(0), is(Outcome.DELIVERED));
    assertThat(outcomes.get(1).kind(), is(Outcome.Kind.REFUSED));
    assertThat(outcomes.get(1).error(), containsString("the body is not a JSON object"));
    assertThat(outcomes.get(2), is(Outcome.DELIVERED));
  }

  @Test
  void aBodyWithoutAStartIsRefused() throws Exception {
    assertThat(
        outcome(connector, withLine("a", 0, "{}")),
        is(Outcome.refused("the body has no session_start, or it is not a text")));
  }

  @Test
  void aMachineThatIsTooLongForAKeyIsRefused() throws Exception {
    Delivery fits = ofMachine("é".repeat(1024));
    assertThat(outcome(connector, fits), is(Outcome.DELIVERED));
    Outcome outcome = outcome(connector, ofMachine("é".repeat(1024) + "m"));
    assertThat(outcome.kind(), is(Outcome.Kind.REFUSED));
    assertThat(outcome.error(), containsString("the machine has 2049 bytes; DynamoDB takes 2048"));
  }

  private static Delivery ofMachine(String machine) {
    return new Delivery(
        "hot", "v1", new Subject(Source.SESSIONS, machine, "a", 0), session("a", 0).body());
  }

  /** A definition may call its machine as this table calls something of its own. */
  @Test
  void aFieldWithTheNameOfAnAttributeOfTheTableGivesWay() throws Exception {
    String line = "{\"session_start\":\"s\",\"void\":\"m\",\"machine\":{\"id\":\"m\"}}";
    assertThat(outcome(connector, withLine("a", 0, line)), is(Outcome.DELIVERED));
    assertThat(
        items().get("a"),
        is("{\"session_id\":\"a\",\"session_start\":\"s\",\"revision\":0,\"machine\":\"m\"}"));
  }

  @Test
  void aSessionThatIsTooLargeLeavesAMarkerAndVoidsWhatItReplaces() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("b", 0)), is(Outcome.DELIVERED));
    Delivery large = withLine("a", 1, large(30_000, ",\"replaces\":[\"b\"]"));
    for (int i = 0; i < 2; i++) {
      Outcome outcome = outcome(connector, large);
      assertThat(outcome.error(), outcome.kind(), is(Outcome.Kind.TOO_LARGE));
      assertThat(outcome.error(), containsString("DynamoDB takes 409600"));
    }
    assertThat(
        items().get("a"),
        is(
            "{\"session_id\":\"a\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
                + "\"revision\":1,\"machine\":\"m\",\"too_large\":true}"));
    assertThat(current(), is(Map.of("a", "1")));
    assertThat("a smaller one", outcome(connector, session("a", 2)), is(Outcome.DELIVERED));
    assertThat(items().get("a"), not(containsString("too_large")));
  }

  /** DynamoDB counts the copy in the index too, and then calls the request not valid. */
  @Test
  void aSessionThatIsTooLargeWithItsCopyInTheIndexLeavesAMarkerToo() throws Exception {
    try (HttpPeer http = HttpPeer.start();
        Connector stub =
            Tables.open(
                Tables.route(DynamoDbPeer.arn(table), http.endpoint(), Source.SESSIONS, null))) {
      HttpBehavior invalid = HttpBehavior.awsError(400, "ValidationException", "too much");
      HttpBehavior written =
          HttpBehavior.status(200, "{}", Map.of("Content-Type", "application/x-amz-json-1.0"));
      http.behave(
          "/",
          (exchange, request, scheduler) ->
              (request.text().contains("too_large") ? written : invalid)
                  .answer(exchange, request, scheduler));
      assertThat(
          outcome(stub, withLine("a", 1, large(15_000, ""))).kind(), is(Outcome.Kind.TOO_LARGE));
      assertThat(outcome(stub, session("a", 1)).kind(), is(Outcome.Kind.REFUSED));
    }
  }

  @Test
  void aFirstLineThatIsTooLargeIsTooLargeEachTime() throws Exception {
    Delivery large = withLine("a", 0, large(30_000, ""));
    assertThat(outcome(connector, large).kind(), is(Outcome.Kind.TOO_LARGE));
    assertThat(outcome(connector, large).kind(), is(Outcome.Kind.TOO_LARGE));
  }

  /** A session of many actions: the way in which lines become large. */
  private static String large(int actions, String more) {
    return IntStream.range(0, actions)
        .mapToObj(i -> "\"action-" + i + "\":1")
        .collect(
            Collectors.joining(
                ",",
                "{\"session_start\":\"2017-02-05T09:00:00.000Z\",\"actions\":{",
                "}" + more + "}"));
  }

  @Test
  void withATtlSessionsExpireAfterTheirEndAndTombstonesAfterTheirWriting() throws Exception {
    Duration ttl = Duration.ofDays(60);
    try (Connector expiring = Tables.open(route(ttl))) {
      assertThat(outcome(expiring, session("b", 1, "a")), is(Outcome.DELIVERED));
      assertThat(
          outcome(
                  expiring,
                  withLine("c", 0, large(30_000, ",\"session_end\":\"1970-01-02T00:00:00.000Z\"")))
              .kind(),
          is(Outcome.Kind.TOO_LARGE));
    }
    long end = Instant.parse("2017-02-05T09:10:00Z").plus(ttl).getEpochSecond();
    assertThat(items().get("b"), containsString("\"expires_at\":" + end + ","));
    long written = Tables.NOW.plus(ttl).getEpochSecond();
    assertThat(items().get("a"), containsString("\"expires_at\":" + written + ","));
    assertThat(items().get("c"), containsString("\"expires_at\":" + 61 * 86_400L + ","));
  }

  @Test
  void throttledWritesAreRetriedAndTheSecondTimeChangesNothingElse() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector relayed =
            Tables.open(
                Tables.route(DynamoDbPeer.arn(table), relay.endpoint(), Source.SESSIONS, null))) {
      IntSupplier left = relay.refuse("PutItem", 1, 400, "ProvisionedThroughputExceededException");
      Outcome throttled = outcome(relayed, session("b", 1, "a"));
      assertThat(throttled.error(), throttled.kind(), is(Outcome.Kind.RETRY));
      assertThat("the session itself is first", current(), is(Map.of("a", "0")));
      assertThat(left.getAsInt(), is(0));
      assertThat(outcome(relayed, session("b", 1, "a")), is(Outcome.DELIVERED));
      assertThat(current(), is(Map.of("b", "1")));
    }
  }

  @Test
  void aTombstoneThatFailsMakesAllOfItComeAgain() throws Exception {
    assertThat(outcome(connector, session("a", 0)), is(Outcome.DELIVERED));
    assertThat(outcome(connector, session("c", 0)), is(Outcome.DELIVERED));
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector relayed =
            Tables.open(
                Tables.route(DynamoDbPeer.arn(table), relay.endpoint(), Source.SESSIONS, null))) {
      // All that come after the first one: the head does not say what is written.
      AtomicInteger seen = new AtomicInteger();
      relay.fail(
          head -> head.contains(".PutItem\r\n") && seen.getAndIncrement() > 0,
          503,
          "ServiceUnavailable");
      Outcome failed = outcome(relayed, session("b", 1, "a", "c"));
      assertThat(failed.error(), failed.kind(), is(Outcome.Kind.RETRY));
      assertThat("both for a while", current(), is(Map.of("a", "0", "b", "1", "c", "0")));
      relay.pass();
      assertThat(outcome(relayed, session("b", 1, "a", "c")), is(Outcome.DELIVERED));
      assertThat(current(), is(Map.of("b", "1")));
    }
  }

  @Test
  void aTableThatIsCreatedLaterGetsWhatWaits() throws Exception {
    Route later = Tables.route(DynamoDbPeer.arn("later"), peer.endpoint(), Source.SESSIONS, null);
    try (Connector waiting = Tables.open(later)) {
      Outcome outcome = outcome(waiting, session("a", 0));
      assertThat(outcome.error(), outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("ResourceNotFoundException"));
      peer.createSessions("later");
      assertThat(outcome(waiting, session("a", 0)), is(Outcome.DELIVERED));
    }
    assertThat(peer.items("later"), hasSize(1));
  }

  @Test
  void whatHasNoAnswerWhenTheConnectorClosesIsRetried() throws Exception {
    connector.close();
    assertThat(
        outcomes(connector, session("a", 0), session("b", 0)),
        everyItem(is(Outcome.retry("the connector was closed"))));
    assertThat(peer.items(table), is(empty()));
  }
}

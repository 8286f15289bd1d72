package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqsConnectorTest {
  /** Hashes of the event e1, which the client compares with what it has sent. */
  private static final String MD5 =
      "<MD5OfMessageBody>99914b932bd37a50b983c5e7c90ae93b</MD5OfMessageBody>"
          + "<MD5OfMessageAttributes>6b7751e7f650df2a4fe4dcc547057d8d</MD5OfMessageAttributes>";

  private SqsPeer peer;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    SqsPeer.SETTINGS.forEach(System::setProperty);
    peer = SqsPeer.start(folder);
  }

  @AfterAll
  void stop() {
    peer.close();
    SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
  }

  private Connector to(SqsPeer.Queue queue) {
    return open(toArn(queue.arn(), peer.endpoint()));
  }

  private static Map<String, String> attributes(Message message) {
    return message.messageAttributes().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stringValue()));
  }

  @Test
  void aDeliveryIsAMessageWithWhatTellsCopiesApart() throws Exception {
    SqsPeer.Queue queue = peer.queue("plain");
    Delivery delivery = event("e1", "{\"a\": 1.0,  \"b\":\"é😀\"}");
    try (Connector connector = to(queue)) {
      assertThat(outcome(connector, delivery), is(Outcome.DELIVERED));
    }
    Message message = peer.await(queue, 1).get(0);
    assertThat(message.body(), is("{\"a\": 1.0,  \"b\":\"é😀\"}"));
    assertThat(
        attributes(message),
        is(
            Map.of(
                "idempotency_key", delivery.key().toString(),
                "destination", "crm",
                "rules", "v1")));
  }

  @Test
  void aSessionHasItsRevisionZeroIncluded() throws Exception {
    SqsPeer.Queue queue = peer.queue("sessions");
    try (Connector connector = to(queue)) {
      assertThat(outcome(connector, session(0)), is(Outcome.DELIVERED));
    }
    assertThat(attributes(peer.await(queue, 1).get(0)).get("revision"), is("0"));
  }

  @Test
  void charactersThatSqsRefusesAreEscapedAndTheJsonKeepsItsValue() throws Exception {
    SqsPeer.Queue queue = peer.queue("escapes");
    try (Connector connector = to(queue)) {
      assertThat(outcome(connector, event("e1", "{\"a\":\"\uFFFE\"}")), is(Outcome.DELIVERED));
    }
    assertThat(peer.await(queue, 1).get(0).body(), is("{\"a\":\"\\uFFFE\"}"));
  }

  @Test
  void tenDeliveriesAreOneCallAndEachIsThere() throws Exception {
    SqsPeer.Queue queue = peer.queue("ten");
    Delivery[] ten = events(10, "{}");
    try (Relay relay = Relay.to(peer.port());
        Connector connector = open(toArn(queue.arn(), relay.endpoint()))) {
      assertThat(connector.mostPerCall(), is(10));
      assertThat(outcomes(connector, ten), everyItem(is(Outcome.DELIVERED)));
      assertThat("url, attributes, messages", relay.requests().size(), is(3));
      assertThat(outcomes(connector, ten), everyItem(is(Outcome.DELIVERED)));
      assertThat("messages only", relay.requests().size(), is(4));
    }
    assertThat(
        peer.await(queue, 20).stream()
            .map(message -> attributes(message).get("idempotency_key"))
            .collect(Collectors.toSet()),
        is(Arrays.stream(ten).map(it -> it.key().toString()).collect(Collectors.toSet())));
  }

  private static Delivery[] events(int count, String body) {
    return IntStream.range(0, count).mapToObj(i -> event("e" + i, body)).toArray(Delivery[]::new);
  }

  @Test
  void moreBytesThanACallTakesAreSeveralCalls() throws Exception {
    SqsPeer.Queue queue = peer.queue("bytes");
    String body = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
    try (Relay relay = Relay.to(peer.port());
        Connector connector = open(toArn(queue.arn(), relay.endpoint()))) {
      assertThat(outcomes(connector, events(5, body)), everyItem(is(Outcome.DELIVERED)));
      assertThat("url, attributes, 2 + 2 + 1 messages", relay.requests().size(), is(5));
    }
    assertThat(peer.await(queue, 5).size(), is(5));
  }

  @Test
  void whatIsLargerThanTheQueueTakesIsTooLargeAndTheOthersAreDelivered() throws Exception {
    SqsPeer.Queue queue = peer.queue("large");
    try (Connector connector = to(queue)) {
      List<Outcome> outcomes =
          outcomes(
              connector,
              event("e1", "{}"),
              event("e2", "{\"a\":\"" + "é".repeat(1 << 17) + "\"}"),
              event("e3", "{}"));
      assertThat(
          outcomes.stream().map(Outcome::kind).toList(),
          is(List.of(Outcome.Kind.DELIVERED, Outcome.Kind.TOO_LARGE, Outcome.Kind.DELIVERED)));
      assertThat(outcomes.get(1).error(), containsString("the queue takes 262144"));
    }
    assertThat(peer.await(queue, 2).size(), is(2));
  }

  @Test
  void aQueueSaysItselfHowMuchItTakes() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", answers("2048", ""));
      try (Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()))) {
        Delivery large = event("e1", "{\"a\":\"" + "é".repeat(1000) + "\"}");
        Outcome outcome = outcome(connector, large);
        assertThat(outcome.kind(), is(Outcome.Kind.TOO_LARGE));
        assertThat(outcome.error(), containsString("the queue takes 2048"));
      }
      assertThat("no message was sent", http.requests().size(), is(2));
    }
  }

  @Test
  void whatIsNotTextIsRefused() throws Exception {
    SqsPeer.Queue queue = peer.queue("bytes-only");
    Delivery bytes =
        new Delivery(
            "crm", "v1", new Subject(Source.EVENTS, "m", "e", 0), new byte[] {(byte) 0xFF});
    try (Connector connector = to(queue)) {
      assertThat(outcome(connector, bytes).kind(), is(Outcome.Kind.REFUSED));
    }
  }

  @Test
  void aFifoQueueGetsTheMachinesHashAsGroupAndTheKeyForCopies() throws Exception {
    SqsPeer.Queue queue = peer.queue("ordered.fifo");
    Delivery delivery = event("e1", "{}");
    try (Connector connector = to(queue)) {
      assertThat(
          outcomes(connector, delivery, event("e2", "{}")), everyItem(is(Outcome.DELIVERED)));
      assertThat("a copy is accepted", outcome(connector, delivery), is(Outcome.DELIVERED));
    }
    List<Message> messages = peer.await(queue, 2);
    assertThat("and is one message", messages.size(), is(2));
    Map<MessageSystemAttributeName, String> first = messages.get(0).attributes();
    assertThat(
        first.get(MessageSystemAttributeName.MESSAGE_GROUP_ID), matchesPattern("[0-9a-f]{64}"));
    assertThat(
        first.get(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID),
        is(delivery.key().toString()));
    assertThat(
        messages.get(1).attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID),
        is(first.get(MessageSystemAttributeName.MESSAGE_GROUP_ID)));
  }

  @Test
  void eachEntryOfACallHasAnOutcomeOfItsOwn() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave(
          "/",
          answers(
              "<SendMessageBatchResponse><SendMessageBatchResult>"
                  + "<SendMessageBatchResultEntry><Id>1</Id><MessageId>m</MessageId>"
                  + MD5
                  + "</SendMessageBatchResultEntry>"
                  + failed(0, true, "InvalidMessageContents")
                  + failed(2, false, "InternalError")
                  + failed(3, true, "ThrottlingException")
                  + "</SendMessageBatchResult></SendMessageBatchResponse>"));
      try (Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()))) {
        List<Outcome> outcomes = outcomes(connector, events(5, "{}"));
        assertThat(
            outcomes,
            is(
                List.of(
                    Outcome.refused("InvalidMessageContents: no"),
                    Outcome.DELIVERED,
                    Outcome.retry("InternalError: no"),
                    Outcome.retry("ThrottlingException: no"),
                    Outcome.retry("the answer does not have it"))));
      }
    }
  }

  private static String failed(int id, boolean senderFault, String code) {
    return "<BatchResultErrorEntry><Id>"
        + id
        + "</Id><SenderFault>"
        + senderFault
        + "</SenderFault><Code>"
        + code
        + "</Code><Message>no</Message></BatchResultErrorEntry>";
  }

  /** Answers what one must know of a queue of usual size, and each call with messages by a text. */
  private static HttpBehavior answers(String text) {
    return answers("262144", text);
  }

  private static HttpBehavior answers(String mostBytes, String text) {
    return (exchange, request, scheduler) ->
        HttpBehavior.status(200, answer(request.text(), mostBytes, text))
            .answer(exchange, request, scheduler);
  }

  private static String answer(String request, String mostBytes, String text) {
    if (request.contains("Action=GetQueueUrl")) {
      return "<GetQueueUrlResponse><GetQueueUrlResult><QueueUrl>http://127.0.0.1/1/orders"
          + "</QueueUrl></GetQueueUrlResult></GetQueueUrlResponse>";
    }
    return request.contains("Action=GetQueueAttributes")
        ? "<GetQueueAttributesResponse><GetQueueAttributesResult><Attribute>"
            + "<Name>MaximumMessageSize</Name><Value>"
            + mostBytes
            + "</Value></Attribute></GetQueueAttributesResult></GetQueueAttributesResponse>"
        : text;
  }

  @ParameterizedTest
  @CsvSource({
    "400, AWS.SimpleQueueService.NonExistentQueue, RETRY",
    "400, ThrottlingException, RETRY",
    "403, RequestThrottled, RETRY",
    "403, ExpiredToken, RETRY",
    "403, RequestTimeTooSkewed, RETRY",
    "500, InternalError, RETRY",
    "503, ServiceUnavailable, RETRY",
    "403, AccessDenied, REFUSED",
    "403, InvalidClientTokenId, REFUSED",
    "403, SignatureDoesNotMatch, REFUSED",
    "400, InvalidParameterValue, REFUSED",
    "400, AWS.SimpleQueueService.BatchRequestTooLong, TOO_LARGE",
  })
  void eachFaultOfTheServiceHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      HttpBehavior error =
          HttpBehavior.status(
              status,
              "<ErrorResponse><Error><Type>Sender</Type><Code>"
                  + code
                  + "</Code><Message>because</Message></Error></ErrorResponse>");
      http.behave(
          "/",
          (exchange, request, scheduler) ->
              (request.text().contains("Action=SendMessageBatch") ? error : answers(""))
                  .answer(exchange, request, scheduler));
      try (Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()))) {
        List<Outcome> outcomes = outcomes(connector, events(2, "{}"));
        assertThat(outcomes.get(0).error(), outcomes.get(0).kind(), is(kind));
        assertThat(outcomes.get(1), is(outcomes.get(0)));
        assertThat(outcomes.get(0).error(), containsString("status " + status + " " + code));
      }
      assertThat("url, attributes, one attempt", http.requests().size(), is(3));
    }
  }

  @Test
  void aQueueThatIsCreatedLaterGetsWhatWaits() throws Exception {
    try (Connector connector = open(toArn(SqsPeer.arn("later"), peer.endpoint()))) {
      assertThat(outcome(connector, event("e1", "{}")).kind(), is(Outcome.Kind.RETRY));
      SqsPeer.Queue queue = peer.queue("later");
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
      assertThat(peer.await(queue, 1).size(), is(1));
    }
  }

  @Test
  void whoMayNotAskForTheSizeMaySend() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      HttpBehavior denied =
          HttpBehavior.status(
              403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
      http.behave(
          "/",
          (exchange, request, scheduler) ->
              (request.text().contains("Action=GetQueueAttributes")
                      ? denied
                      : answers(
                          "<SendMessageBatchResponse><SendMessageBatchResult>"
                              + "<SendMessageBatchResultEntry><Id>0</Id>"
                              + MD5
                              + "</SendMessageBatchResultEntry>"
                              + "</SendMessageBatchResult></SendMessageBatchResponse>"))
                  .answer(exchange, request, scheduler));
      try (Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()))) {
        assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
      }
    }
  }

  @Test
  void aServiceThatIsSilentIsRetriedAfterTheTimeout() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.silent());
      Route route = toArn(SqsPeer.arn("orders"), http.endpoint());
      Route impatient =
          Deliveries.with(route, Duration.ofMillis(300), null, null, http.endpoint(), null);
      try (Connector connector = open(impatient)) {
        assertThat(
            outcomes(connector, events(2, "{}")),
            everyItem(is(Outcome.retry("no answer in time"))));
      }
    }
  }

  @Test
  void aServiceThatCannotBeReachedIsRetried() throws Exception {
    URI nowhere = HttpPeer.nowhere().resolve("/");
    try (Connector connector = open(toArn(SqsPeer.arn("orders"), nowhere))) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("the call failed"));
    }
  }

  @Test
  void closingEndsWhatIsUnderWayAndLeavesNoThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.silent());
      Connector connector = open(toArn(SqsPeer.arn("orders"), http.endpoint()));
      var call = connector.send(List.of(event("e1", "{}"))).toCompletableFuture();
      http.await("/", 1);
      connector.close();
      assertThat(call.join(), is(List.of(Outcome.retry("the connector was closed"))));
      assertThat(outcome(connector, event("e2", "{}")).kind(), is(Outcome.Kind.RETRY));
    }
    Instant deadline = Instant.now().plusSeconds(60);
    while (!newThreads(before).isEmpty() && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    assertThat(newThreads(before), is(empty()));
  }

  /** Names of the threads of a client and of a connector that are there now and were not before. */
  private static List<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.matches("(deliver-|aws-java-sdk-|sdk-).*"))
        .toList();
  }

  @Test
  void faultsOfARouteNameTheSetting() {
    Route route = Route.to("crm", "arn:aws:sqs:::orders", null);
    List<String> faults =
        new SqsFactory()
            .check(
                Deliveries.with(
                    route, Deliveries.TIMEOUT, "wait", null, null, "arn:aws:sns:::alarm"));
    assertThat(
        faults.toArray(String[]::new),
        arrayContaining(
            containsString("destination_arn: 'arn:aws:sqs:::orders' needs a region"),
            containsString("mode: a queue has no modes"),
            containsString("dead_letter: 'arn:aws:sns:::alarm' needs a region")));
    assertThat(
        Connectors.all().stream().map(ConnectorFactory::kind).toList(),
        hasItems("webhook", "sqs", "lambda", "sns", "kinesis", "firehose"));
    assertThat(
        Connectors.of(Route.to("crm", SqsPeer.arn("a"), null)).orElseThrow().kind(), is("sqs"));
  }
}

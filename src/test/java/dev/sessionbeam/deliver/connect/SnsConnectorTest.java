package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.SnsTopic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsConnectorTest extends BatchConnectorRules {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders";
  private static final int MOST_BYTES = 1 << 18;

  private final SnsTopic topic = new SnsTopic();

  @BeforeEach
  void serve() {
    http.behave("/", topic);
  }

  @Override
  protected String arn() {
    return TOPIC;
  }

  @Override
  protected HttpBehavior error(int status, String code) {
    return SnsTopic.error(status, code);
  }

  /** How many bytes the attributes of these tests' events have, each with the type String. */
  private static int attributeBytes() {
    return ("idempotency_key" + "String").length()
        + 36
        + ("destination" + "String" + "crm").length()
        + ("rules" + "String" + "v1").length();
  }

  @Test
  void aDeliveryIsAMessageWithWhatTellsCopiesApart() throws Exception {
    Delivery delivery = event("e1", "{\"a\": 1.0,  \"b\":\"é😀&<>\\n\"}");
    try (Connector connector = connector()) {
      assertThat(outcome(connector, delivery), is(Outcome.DELIVERED));
    }
    SnsTopic.Message message = topic.messages().get(0);
    assertThat(message.text(), is("{\"a\": 1.0,  \"b\":\"é😀&<>\\n\"}"));
    assertThat(message.topic(), is(TOPIC));
    assertThat(
        message.attributes(),
        is(
            Map.of(
                "idempotency_key", delivery.key().toString(),
                "destination", "crm",
                "rules", "v1")));
    assertThat(message.group(), is(nullValue()));
    assertThat(message.deduplication(), is(nullValue()));
  }

  @Test
  void aSessionHasItsRevisionZeroIncluded() throws Exception {
    try (Connector connector = connector()) {
      assertThat(outcome(connector, session(0)), is(Outcome.DELIVERED));
    }
    assertThat(topic.messages().get(0).attributes().get("revision"), is("0"));
  }

  @Test
  void charactersThatSnsRefusesAreEscapedAndTheJsonKeepsItsValue() throws Exception {
    try (Connector connector = connector()) {
      assertThat(outcome(connector, event("e1", "{\"a\":\"\uFFFE\"}")), is(Outcome.DELIVERED));
    }
    assertThat(topic.messages().get(0).text(), is("{\"a\":\"\\uFFFE\"}"));
  }

  @Test
  void whatIsNotTextIsRefusedAndTheOthersAreDelivered() throws Exception {
    Delivery bytes =
        new Delivery(
            "crm", "v1", new Subject(Source.EVENTS, "m", "e", 0), new byte[] {(byte) 0xFF});
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, event("e1", "{}"), bytes, event("e2", "{}")),
          is(
              List.of(
                  Outcome.DELIVERED,
                  Outcome.refused("it is not text in UTF-8, and a topic takes nothing else"),
                  Outcome.DELIVERED)));
    }
  }

  @Test
  void aTopicInOrderGetsTheMachinesHashAsGroupAndTheKeyForCopies() throws Exception {
    Delivery delivery = event("e1", "{}");
    try (Connector connector = open(toArn(TOPIC + ".fifo", http.endpoint()))) {
      assertThat(
          outcomes(connector, delivery, event("e2", "{}")), everyItem(is(Outcome.DELIVERED)));
    }
    List<SnsTopic.Message> messages = topic.messages();
    assertThat(messages.get(0).group(), matchesPattern("[0-9a-f]{64}"));
    assertThat(messages.get(1).group(), is(messages.get(0).group()));
    assertThat(messages.get(0).deduplication(), is(delivery.key().toString()));
  }

  @Test
  void tenDeliveriesAreOneCallInTheirOrder() throws Exception {
    try (Connector connector = connector()) {
      assertThat(connector.mostPerCall(), is(10));
      Delivery[] ten = events(10, 2);
      assertThat(outcomes(connector, ten), everyItem(is(Outcome.DELIVERED)));
      assertThat(topic.calls().size(), is(1));
      for (int i = 0; i < ten.length; i++) {
        assertThat(
            topic.messages().get(i).attributes().get("idempotency_key"),
            is(ten[i].key().toString()));
      }
    }
  }

  @Test
  void moreBytesThanACallTakesAreSeveralCalls() throws Exception {
    int half = MOST_BYTES / 2 - attributeBytes();
    try (Connector connector = connector()) {
      assertThat(outcomes(connector, events(4, half)), everyItem(is(Outcome.DELIVERED)));
      assertThat(topic.calls().stream().map(List::size).toList(), is(List.of(2, 2)));
      assertThat(outcomes(connector, events(3, half + 1)), everyItem(is(Outcome.DELIVERED)));
      assertThat(topic.calls().stream().map(List::size).toList(), is(List.of(2, 2, 1, 1, 1)));
    }
  }

  @Test
  void whatIsLargerThanATopicTakesIsTooLargeAndTheOthersAreDelivered() throws Exception {
    int most = MOST_BYTES - attributeBytes();
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, sized("e1", most), sized("e2", most + 1), sized("e3", 2)),
          is(
              List.of(
                  Outcome.DELIVERED,
                  Outcome.tooLarge("262145 bytes with its attributes; a topic takes 262144"),
                  Outcome.DELIVERED)));
    }
    assertThat(topic.messages().size(), is(2));
  }

  @Test
  void eachEntryOfACallHasAnOutcomeOfItsOwn() throws Exception {
    topic.fail(0, "InvalidParameter", true);
    topic.fail(2, "InternalError", false);
    topic.fail(3, "Throttled", true);
    topic.fail(4, "KMSDisabled", true);
    topic.forget(5);
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(6, 2)),
          is(
              List.of(
                  Outcome.refused("InvalidParameter: no"),
                  Outcome.DELIVERED,
                  Outcome.retry("InternalError: no"),
                  Outcome.retry("Throttled: no"),
                  Outcome.retry("KMSDisabled: no"),
                  Outcome.retry("the answer does not have it"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NotFound, RETRY",
    "429, Throttled, RETRY",
    "400, KMSInvalidState, RETRY",
    "403, AuthorizationError, REFUSED",
    "400, InvalidParameter, REFUSED",
    "403, KMSOptInRequired, REFUSED",
    "400, BatchRequestTooLong, TOO_LARGE",
  })
  void eachFaultOfSnsHasItsOutcome(int status, String code, Outcome.Kind kind) throws Exception {
    requireOutcome(status, code, kind);
  }
}

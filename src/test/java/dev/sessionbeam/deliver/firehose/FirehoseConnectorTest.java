package dev.sessionbeam.deliver.firehose;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.BatchConnectorRules;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.RecordStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirehoseConnectorTest extends BatchConnectorRules {
  private static final int MOST_BYTES = 1_024_000 - 1;

  private final RecordStream stream = new RecordStream();

  @BeforeEach
  void serve() {
    http.behave("/", stream);
  }

  @Override
  protected String arn() {
    return "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders";
  }

  @Override
  protected HttpBehavior error(int status, String code) {
    return HttpBehavior.awsError(status, code, "because");
  }

  private List<Integer> calls() {
    return stream.calls().stream().map(List::size).toList();
  }

  @Test
  void aDeliveryIsOneRecordTheBodyByteForByteAndALineBreak() throws Exception {
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, event("e1", "{\"a\": 1.0,  \"b\":\"é😀\uFFFE\"}"), session(0)),
          everyItem(is(Outcome.DELIVERED)));
    }
    List<RecordStream.Sent> records = stream.calls().get(0);
    assertThat(records.get(0).stream(), is("orders"));
    assertThat(
        new String(records.get(0).data(), UTF_8), is("{\"a\": 1.0,  \"b\":\"é😀\uFFFE\"}\n"));
    assertThat(new String(records.get(1).data(), UTF_8), is("{\"session_id\":\"session-1\"}\n"));
  }

  @Test
  void fiveHundredRecordsAreOneCall() throws Exception {
    try (Connector connector = connector()) {
      assertThat(connector.mostPerCall(), is(500));
      assertThat(outcomes(connector, events(500, 2)), everyItem(is(Outcome.DELIVERED)));
    }
    assertThat(calls(), is(List.of(500)));
  }

  @Test
  void moreBytesThanACallTakesAreSeveralCalls() throws Exception {
    int part = (1 << 20) / 2 - 1;
    try (Connector connector = connector()) {
      assertThat(outcomes(connector, events(8, part)), everyItem(is(Outcome.DELIVERED)));
      assertThat(calls(), is(List.of(8)));
      assertThat(outcomes(connector, events(9, part)), everyItem(is(Outcome.DELIVERED)));
      // They are sent at the same time.
      assertThat(calls().stream().sorted().toList(), is(List.of(1, 8, 8)));
    }
  }

  @Test
  void whatIsLargerThanARecordIsTooLargeAndTheOthersAreDelivered() throws Exception {
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, sized("e1", MOST_BYTES), sized("e2", MOST_BYTES + 1), sized("e3", 2)),
          is(
              List.of(
                  Outcome.DELIVERED,
                  Outcome.tooLarge("1024001 bytes with its line break; Firehose takes 1024000"),
                  Outcome.DELIVERED)));
    }
    assertThat(calls(), is(List.of(2)));
  }

  @Test
  void eachRecordOfACallHasAnOutcomeOfItsOwn() throws Exception {
    stream.fail(0, "ServiceUnavailableException");
    stream.fail(2, "InternalFailure");
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(4, 2)),
          is(
              List.of(
                  Outcome.retry("ServiceUnavailableException: no"),
                  Outcome.DELIVERED,
                  Outcome.retry("InternalFailure: no"),
                  Outcome.DELIVERED)));
      stream.accept();
      assertThat(outcome(connector, sized("e0", 2)), is(Outcome.DELIVERED));
    }
  }

  @Test
  void anAnswerForFewerRecordsIsRetried() throws Exception {
    http.behave("/", HttpBehavior.status(200, "{\"RequestResponses\":[{\"RecordId\":\"1\"}]}"));
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(2, 2)),
          everyItem(is(Outcome.retry("the service answered with 1 results for 2"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503, ServiceUnavailableException, RETRY",
    "400, LimitExceededException, RETRY",
    "400, ResourceNotFoundException, RETRY",
    "400, InvalidKMSResourceException, RETRY",
    "400, InvalidArgumentException, REFUSED",
    "400, InvalidSourceException, REFUSED",
  })
  void eachFaultOfFirehoseHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    requireOutcome(status, code, kind);
  }
}

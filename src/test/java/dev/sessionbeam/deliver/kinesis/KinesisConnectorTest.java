package dev.sessionbeam.deliver.kinesis;

import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.connect.BatchConnectorRules;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.RecordStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkSystemSetting;

/** What a stream refuses, and how much a call takes. {@link KinesisRecordsTest} has the rest. */
class KinesisConnectorTest extends BatchConnectorRules {
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";
  private static final int KEY_BYTES = "machine-1".length();
  private static final int MOST_BYTES = (1 << 20) - KEY_BYTES;

  private final RecordStream stream = new RecordStream();

  @BeforeEach
  void serve() {
    // The server in place of Kinesis speaks JSON only.
    System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), "false");
    http.behave("/", stream);
  }

  @AfterEach
  void clear() {
    System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
  }

  @Override
  protected String arn() {
    return STREAM;
  }

  @Override
  protected HttpBehavior error(int status, String code) {
    return HttpBehavior.awsError(status, code, "because");
  }

  private List<Integer> calls() {
    return stream.calls().stream().map(List::size).toList();
  }

  @Test
  void fiveHundredRecordsAreOneCall() throws Exception {
    try (Connector connector = connector()) {
      assertThat(connector.mostPerCall(), is(500));
      assertThat(outcomes(connector, events(500, 2)), everyItem(is(Outcome.DELIVERED)));
    }
    assertThat(calls(), is(List.of(500)));
    assertThat(stream.calls().get(0).get(0).stream(), is(STREAM));
  }

  @Test
  void moreBytesThanACallTakesAreSeveralCalls() throws Exception {
    try (Connector connector = connector()) {
      assertThat(outcomes(connector, events(5, MOST_BYTES)), everyItem(is(Outcome.DELIVERED)));
      assertThat(calls(), is(List.of(5)));
      assertThat(outcomes(connector, events(6, MOST_BYTES)), everyItem(is(Outcome.DELIVERED)));
      // They are sent at the same time.
      assertThat(calls().stream().sorted().toList(), is(List.of(1, 5, 5)));
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
                  Outcome.tooLarge("1048577 bytes with its partition key; a stream takes 1048576"),
                  Outcome.DELIVERED)));
    }
    assertThat(calls(), is(List.of(2)));
  }

  @Test
  void eachRecordOfACallHasAnOutcomeOfItsOwn() throws Exception {
    stream.fail(1, "ProvisionedThroughputExceededException");
    stream.fail(2, "InternalFailure");
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(4, 2)),
          is(
              List.of(
                  Outcome.DELIVERED,
                  Outcome.retry("ProvisionedThroughputExceededException: no"),
                  Outcome.retry("InternalFailure: no"),
                  Outcome.DELIVERED)));
    }
  }

  @Test
  void aRecordThatIsNeitherAcceptedNorRefusedIsRetried() throws Exception {
    http.behave("/", HttpBehavior.status(200, "{\"Records\":[{},{\"SequenceNumber\":\"1\"}]}"));
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(2, 2)),
          is(List.of(Outcome.retry("neither a result nor an error"), Outcome.DELIVERED)));
    }
  }

  @Test
  void anAnswerForFewerRecordsIsRetried() throws Exception {
    http.behave("/", HttpBehavior.status(200, "{\"Records\":[{\"SequenceNumber\":\"1\"}]}"));
    try (Connector connector = connector()) {
      assertThat(
          outcomes(connector, events(2, 2)),
          everyItem(is(Outcome.retry("the service answered with 1 results for 2"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, ProvisionedThroughputExceededException, RETRY",
    "400, LimitExceededException, RETRY",
    "400, ResourceInUseException, RETRY",
    "400, ResourceNotFoundException, RETRY",
    "400, InvalidArgumentException, REFUSED",
    "400, KMSOptInRequired, REFUSED",
  })
  void eachFaultOfKinesisHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    requireOutcome(status, code, kind);
  }
}

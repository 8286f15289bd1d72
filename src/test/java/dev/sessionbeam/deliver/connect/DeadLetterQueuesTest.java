package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.toUrl;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.SnsTopic;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterQueuesTest {
  private static final URI CRM = URI.create("https://example.com/crm");
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:failed";

  private SqsPeer sqs;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    SqsPeer.SETTINGS.forEach(System::setProperty);
    sqs = SqsPeer.start(folder);
  }

  @AfterAll
  void stop() {
    sqs.close();
    SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
  }

  private static Route route(@Nullable URI endpoint, @Nullable String deadLetter) {
    return Deliveries.with(toUrl(CRM), Deliveries.TIMEOUT, null, null, endpoint, deadLetter);
  }

  private static DeadLetter letter(String body) {
    return new DeadLetter(
        event("e1", body), DeadLetterReason.RETRIES_EXHAUSTED, 5, "status 500", "status 503: busy");
  }

  private static Outcome send(DeadLetterQueue queue, DeadLetter letter) throws Exception {
    return queue.send(letter).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  void aRouteWithoutDeadLetterHasNoQueue() {
    assertThat(DeadLetterQueues.open(route(null, null)), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "failed-in-order.fifo"})
  void aDeadLetterIsAMessageWithItsEnvelope(String name) throws Exception {
    SqsPeer.Queue queue = sqs.queue(name);
    DeadLetter letter = letter("{\"a\":\"é\uFFFE\"}");
    for (Route route : List.of(route(sqs.endpoint(), queue.arn()), route(null, queue.url()))) {
      try (DeadLetterQueue to = DeadLetterQueues.open(route).orElseThrow()) {
        assertThat(send(to, letter), is(Outcome.DELIVERED));
      }
    }
    // The same delivery may fail again after a redrive, so no copy is dropped, not even by .fifo.
    for (Message message : sqs.await(queue, 2)) {
      assertThat(DeadLetterJson.read(message.body().getBytes(UTF_8)), is(Optional.of(letter)));
      Map<String, String> attributes =
          message.messageAttributes().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().stringValue()));
      assertThat(
          attributes,
          is(
              Map.of(
                  "destination", "crm",
                  "reason", "retries_exhausted",
                  "attempts", "5",
                  "rules", "v1",
                  "idempotency_key", letter.delivery().key().toString())));
    }
  }

  @Test
  void whatIsLargerThanTheQueueTakesIsTooLarge() throws Exception {
    SqsPeer.Queue queue = sqs.queue("failed-large");
    try (DeadLetterQueue to = DeadLetterQueues.open(route(null, queue.url())).orElseThrow()) {
      assertThat(
          send(to, letter("{\"a\":\"" + "x".repeat(1 << 18) + "\"}")).kind(),
          is(Outcome.Kind.TOO_LARGE));
      assertThat(send(to, letter("{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void aQueueThatIsNotThereOrOutOfReachIsRetried() throws Exception {
    URI nowhere = HttpPeer.nowhere().resolve("/123456789012/failed");
    for (Route route :
        List.of(route(sqs.endpoint(), SqsPeer.arn("not-there")), route(null, nowhere.toString()))) {
      try (DeadLetterQueue to = DeadLetterQueues.open(route).orElseThrow()) {
        assertThat(send(to, letter("{}")).kind(), is(Outcome.Kind.RETRY));
      }
    }
  }

  @Test
  void aDeadLetterIsPublishedToATopic() throws Exception {
    DeadLetter letter = letter("{\"a\":\"é\"}");
    SnsTopic topic = new SnsTopic();
    try (HttpPeer sns = HttpPeer.start()) {
      sns.behave("/", topic);
      try (DeadLetterQueue to = DeadLetterQueues.open(route(sns.endpoint(), TOPIC)).orElseThrow()) {
        assertThat(send(to, letter), is(Outcome.DELIVERED));
        assertThat(
            send(to, letter("{\"a\":\"" + "x".repeat(1 << 18) + "\"}")).kind(),
            is(Outcome.Kind.TOO_LARGE));
      }
      assertThat(sns.requests().size(), is(1));
      SnsTopic.Message message = topic.messages().get(0);
      assertThat(message.topic(), is(TOPIC));
      assertThat(DeadLetterJson.read(message.text().getBytes(UTF_8)), is(Optional.of(letter)));
      assertThat(message.attributes().get("reason"), is("retries_exhausted"));
    }
  }

  @Test
  void aTopicThatRefusesOrIsSilentHasAnOutcome() throws Exception {
    try (HttpPeer sns = HttpPeer.start()) {
      sns.behave("/", SnsTopic.error(403, "AuthorizationError"));
      try (DeadLetterQueue to = DeadLetterQueues.open(route(sns.endpoint(), TOPIC)).orElseThrow()) {
        assertThat(
            send(to, letter("{}")), is(Outcome.refused("status 403 AuthorizationError: because")));
      }
      sns.behave("/", HttpBehavior.silent());
      Route impatient =
          Deliveries.with(toUrl(CRM), Duration.ofMillis(300), null, null, sns.endpoint(), TOPIC);
      try (DeadLetterQueue to = DeadLetterQueues.open(impatient).orElseThrow()) {
        assertThat(send(to, letter("{}")).kind(), is(Outcome.Kind.RETRY));
      }
    }
  }

  @Test
  void whereDeadLettersGoIsChecked() {
    for (String good :
        List.of(
            TOPIC,
            SqsPeer.arn("failed"),
            "https://sqs.eu-west-1.amazonaws.com/123456789012/failed",
            "http://127.0.0.1:9324/000000000000/failed")) {
      assertThat(DeadLetterQueues.check(route(null, good)), is(empty()));
    }
    for (String bad :
        List.of(
            "failed",
            "arn:aws:sqs:::failed",
            "arn:aws:lambda:eu-west-1:123456789012:function:failed",
            "http://example.com/123456789012/failed",
            "https://example.com/")) {
      assertThat(bad, DeadLetterQueues.check(route(null, bad)), is(not(empty())));
      assertThat(DeadLetterQueues.check(route(null, bad)).get(0), containsString("dead_letter: "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sqs:eu-west-1:123456789012:a, sqs:eu-west-1:123456789012:b, true",
    "sns:eu-west-1:123456789012:a, sns:eu-west-1:123456789012:b, true",
    "sns:eu-west-1:123456789012:a, sqs:eu-west-1:123456789012:b, false",
    "kinesis:eu-west-1:123456789012:stream/a, sqs:eu-west-1:123456789012:b, false",
  })
  void anEndpointIsForDeadLettersTooIfTheyGoToTheSameService(
      String destination, String deadLetter, boolean isSame) {
    URI endpoint = URI.create("https://proxy.example.com");
    Route route =
        Deliveries.with(
            Route.to("crm", "arn:aws:" + destination, null),
            Deliveries.TIMEOUT,
            null,
            null,
            endpoint,
            "arn:aws:" + deadLetter);
    assertThat(DeadLetterQueues.endpoint(route), is(isSame ? endpoint : null));
  }

  @Test
  void theAddressOfAQueueSaysItsRegionAndAccount() {
    SqsAddress address =
        SqsAddress.of("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/a.fifo", null)
            .orElseThrow();
    assertThat(String.valueOf(address.region()), is("cn-north-1"));
    assertThat(String.valueOf(address.account()), is("123456789012"));
    assertThat(String.valueOf(address.endpoint()), is("https://sqs.cn-north-1.amazonaws.com.cn"));
    assertThat(address.isFifo(), is(true));
  }
}

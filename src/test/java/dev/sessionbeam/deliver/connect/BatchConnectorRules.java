package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all connectors to AWS services with calls of several entries do when something is wrong. */
public abstract class BatchConnectorRules {
  /** The server in the place of AWS. */
  protected HttpPeer http;

  /** Returns the ARN of a destination. */
  protected abstract String arn();

  /** Returns how the service answers with a fault of the whole call. */
  protected abstract HttpBehavior error(int status, String code);

  @BeforeEach
  void start() throws IOException {
    SqsPeer.SETTINGS.forEach(System::setProperty);
    http = HttpPeer.start();
  }

  @AfterEach
  void stop() {
    http.close();
    SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
  }

  /** Opens a connector to the server. */
  protected Connector connector() {
    return open(toArn(arn(), http.endpoint()));
  }

  private Connector impatient() {
    return open(
        Deliveries.with(
            toArn(arn(), http.endpoint()),
            Duration.ofMillis(300),
            null,
            null,
            http.endpoint(),
            null));
  }

  /** Returns so many events, whose bodies have so many bytes. */
  protected static Delivery[] events(int count, int bytes) {
    return IntStream.range(0, count).mapToObj(i -> sized("e" + i, bytes)).toArray(Delivery[]::new);
  }

  /** Returns an event whose body has so many bytes. */
  protected static Delivery sized(String id, int bytes) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) '1');
    return new Delivery("crm", "v1", new Subject(Source.EVENTS, "machine-1", id, 0), body);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException, RETRY",
    "400, KMSThrottlingException, RETRY",
    "400, KMSDisabledException, RETRY",
    "400, KMSInvalidStateException, RETRY",
    "403, ExpiredToken, RETRY",
    "403, RequestTimeTooSkewed, RETRY",
    "429, TooManyRequestsException, RETRY",
    "500, InternalFailure, RETRY",
    "503, ServiceUnavailable, RETRY",
    "400, KMSAccessDeniedException, REFUSED",
    "400, KMSNotFoundException, REFUSED",
    "400, AccessDeniedException, REFUSED",
    "403, SignatureDoesNotMatch, REFUSED",
    "400, ValidationException, REFUSED",
    "413, RequestEntityTooLargeException, TOO_LARGE",
  })
  void eachFaultOfTheCallHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    requireOutcome(status, code, kind);
  }

  /** Requires the outcome of a fault of the whole call, which is sent once. */
  protected void requireOutcome(int status, String code, Outcome.Kind kind) throws Exception {
    http.behave("/", error(status, code));
    try (Connector connector = connector()) {
      List<Outcome> outcomes = outcomes(connector, events(2, 2));
      assertThat(outcomes.get(0).error(), outcomes.get(0).kind(), is(kind));
      assertThat(outcomes.get(1), is(outcomes.get(0)));
      assertThat(outcomes.get(0).error(), containsString("status " + status + " " + code));
    }
    assertThat("nothing is sent twice", http.requests().size(), is(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>hello</html>", "null", "{\"Records\":[],\"a\""})
  void anAnswerThatIsNotOneIsRetried(String answer) throws Exception {
    http.behave("/", HttpBehavior.status(200, answer));
    try (Connector connector = connector()) {
      for (Outcome outcome : outcomes(connector, events(2, 2))) {
        assertThat(outcome.error(), outcome.kind(), is(Outcome.Kind.RETRY));
      }
    }
  }

  @Test
  void anAnswerThatIsCutOffIsRetried() throws Exception {
    http.behave("/", HttpBehavior.cutOff());
    try (Connector connector = connector()) {
      assertThat(outcome(connector, sized("e1", 2)).kind(), is(Outcome.Kind.RETRY));
    }
  }

  @Test
  void aServiceThatIsSilentIsRetriedAfterTheTimeout() throws Exception {
    http.behave("/", HttpBehavior.silent());
    try (Connector connector = impatient()) {
      for (Outcome outcome : outcomes(connector, events(2, 2))) {
        assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
        assertThat(outcome.error(), containsString("no answer"));
      }
    }
  }

  @Test
  void aServiceThatCannotBeReachedIsRetried() throws Exception {
    URI nowhere = HttpPeer.nowhere().resolve("/");
    try (Connector connector = open(toArn(arn(), nowhere))) {
      Outcome outcome = outcome(connector, sized("e1", 2));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("the call failed"));
    }
  }

  @Test
  void closingEndsWhatIsUnderWayAndLeavesNoThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    http.behave("/", HttpBehavior.silent());
    Connector connector = connector();
    var call = connector.send(List.of(events(2, 2))).toCompletableFuture();
    http.await("/", 1);
    connector.close();
    assertThat(call.join(), everyItem(is(Outcome.retry("the connector was closed"))));
    assertThat(outcome(connector, sized("e2", 2)).kind(), is(Outcome.Kind.RETRY));
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
    String service = arn().split(":", -1)[2];
    ConnectorFactory kind = Connectors.of(Route.to("crm", arn(), null)).orElseThrow();
    assertThat(kind.kind(), is(service));
    assertThat(kind.check(Route.to("crm", arn(), null)), is(empty()));
    Route wrong = Route.to("crm", "arn:aws:" + service + ":::a:b/c", null);
    assertThat(
        kind.check(
            Deliveries.with(wrong, Deliveries.TIMEOUT, "wait", null, null, "arn:aws:sns:::alarm")),
        contains(
            containsString("needs a region and an account; write it like arn:aws:" + service),
            containsString(":::a:b/c' is not of a"),
            containsString(" has no modes; remove the setting"),
            containsString("dead_letter: 'arn:aws:sns:::alarm' needs a region")));
  }
}

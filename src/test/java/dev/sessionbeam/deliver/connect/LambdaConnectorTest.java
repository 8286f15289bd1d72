package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.session;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaConnectorTest {
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";

  private HttpPeer peer;

  @BeforeAll
  void start() throws IOException {
    SqsPeer.SETTINGS.forEach(System::setProperty);
    peer = HttpPeer.start();
  }

  @AfterAll
  void stop() {
    peer.close();
    SqsPeer.SETTINGS.keySet().forEach(System::clearProperty);
  }

  private Connector invoking(String name) {
    return open(toArn(FUNCTION + name, peer.endpoint()));
  }

  private Connector waitingFor(String name) {
    Route route = toArn(FUNCTION + name, peer.endpoint());
    return open(
        Deliveries.with(
            route, Deliveries.TIMEOUT, LambdaConnector.WAIT, null, peer.endpoint(), null));
  }

  private static String path(String name) {
    return HttpPeer.invocations(FUNCTION + name);
  }

  private static String context(ReceivedRequest request) {
    String header = String.valueOf(request.header("X-Amz-Client-Context"));
    return new String(Base64.getDecoder().decode(header), UTF_8);
  }

  @Test
  void aFunctionIsInvokedWithoutWaitingForIt() throws Exception {
    Delivery delivery = event("e1", "{\"a\": 1.0,  \"b\":\"é\uFFFE\"}");
    try (Connector connector = invoking("crm")) {
      assertThat(outcome(connector, delivery), is(Outcome.DELIVERED));
    }
    ReceivedRequest request = peer.await(path("crm"), 1).get(0);
    assertThat(request.method(), is("POST"));
    assertThat(request.header("X-Amz-Invocation-Type"), is("Event"));
    assertThat(request.body(), is(delivery.body()));
    assertThat(
        Json.tree(context(request)),
        is(
            Json.tree(
                "{\"custom\":{\"idempotency_key\":\""
                    + delivery.key()
                    + "\",\"destination\":\"crm\",\"rules\":\"v1\"}}")));
  }

  @Test
  void anAliasIsInvokedAsItIsWrittenAndASessionHasItsRevision() throws Exception {
    try (Connector connector = invoking("crm:prod")) {
      assertThat(outcome(connector, session(0)), is(Outcome.DELIVERED));
    }
    ReceivedRequest request = peer.await(path("crm:prod"), 1).get(0);
    assertThat(context(request), containsString("\"revision\":\"0\""));
  }

  @Test
  void inTheModeWaitTheFunctionsOwnErrorIsAFault() throws Exception {
    peer.behave(
        path("failing"),
        HttpBehavior.failingFunction("Unhandled", "{\"errorMessage\":\"no such customer\"}"));
    try (Connector connector = waitingFor("failing");
        Connector notWaiting = invoking("failing");
        Connector good = waitingFor("good")) {
      assertThat(
          outcome(connector, event("e1", "{}")),
          is(
              Outcome.retry(
                  "the function failed (Unhandled): {\"errorMessage\":\"no such customer\"}")));
      assertThat(outcome(notWaiting, event("e1", "{}")), is(Outcome.DELIVERED));
      assertThat(outcome(good, event("e1", "{}")), is(Outcome.DELIVERED));
    }
    assertThat(
        peer.await(path("good"), 1).get(0).header("X-Amz-Invocation-Type"), is("RequestResponse"));
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequestsException, RETRY",
    "409, ResourceConflictException, RETRY",
    "409, SnapStartNotReadyException, RETRY",
    "408, SnapStartTimeoutException, RETRY",
    "410, EFSIOException, RETRY",
    "403, ExpiredTokenException, RETRY",
    "500, ServiceException, RETRY",
    "502, EC2ThrottledException, RETRY",
    "503, ServiceUnavailableException, RETRY",
    "413, RequestEntityTooLargeException, TOO_LARGE",
    "413, RequestTooLargeException, TOO_LARGE",
    "400, InvalidRequestContentException, REFUSED",
    "403, AccessDeniedException, REFUSED",
    "403, UnrecognizedClientException, REFUSED",
    "404, ResourceNotFoundException, REFUSED",
    "415, UnsupportedMediaTypeException, REFUSED",
  })
  void eachFaultOfTheServiceHasItsOutcome(int status, String code, Outcome.Kind kind)
      throws Exception {
    String name = code + status;
    peer.behave(path(name), HttpBehavior.awsError(status, code, "because"));
    try (Connector connector = invoking(name)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.error(), outcome.kind(), is(kind));
      assertThat(outcome.error(), containsString("status " + status + " " + code));
    }
    assertThat("nothing is sent twice", peer.requests(path(name)).size(), is(1));
  }

  @Test
  void theServiceSaysWhenToTryAgain() throws Exception {
    peer.behave(path("busy"), HttpBehavior.tooManyRequests("7"));
    peer.behave(path("unclear"), HttpBehavior.tooManyRequests("soon"));
    try (Connector busy = invoking("busy");
        Connector unclear = invoking("unclear")) {
      assertThat(outcome(busy, event("e1", "{}")).retryAfter(), is(Duration.ofSeconds(7)));
      assertThat(outcome(unclear, event("e1", "{}")).retryAfter(), is(nullValue()));
    }
  }

  @Test
  void aFaultOfTheSignatureDoesNotShowWhatWasSigned() throws Exception {
    peer.behave(
        path("signed"),
        HttpBehavior.awsError(
            403, "InvalidSignatureException", "should have been x-amz-security-token:a-token"));
    try (Connector connector = invoking("signed")) {
      assertThat(
          outcome(connector, event("e1", "{}")),
          is(Outcome.refused("status 403 InvalidSignatureException")));
    }
  }

  @Test
  void aFunctionThatTakesTooLongIsRetried() throws Exception {
    peer.behave(path("silent"), HttpBehavior.silent());
    Route route = toArn(FUNCTION + "silent", peer.endpoint());
    Route impatient =
        Deliveries.with(
            route, Duration.ofMillis(300), LambdaConnector.WAIT, null, peer.endpoint(), null);
    try (Connector connector = open(impatient)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("no answer"));
    }
  }

  @Test
  void anAnswerThatIsCutOffIsRetried() throws Exception {
    peer.behave(path("cut"), HttpBehavior.cutOff());
    try (Connector connector = waitingFor("cut")) {
      assertThat(outcome(connector, event("e1", "{}")).kind(), is(Outcome.Kind.RETRY));
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    peer.behave(path("closing"), HttpBehavior.silent());
    Connector connector = invoking("closing");
    var call = connector.send(List.of(event("e1", "{}"))).toCompletableFuture();
    peer.await(path("closing"), 1);
    connector.close();
    assertThat(call.join(), is(List.of(Outcome.retry("the connector was closed"))));
    assertThat(outcome(connector, event("e2", "{}")).kind(), is(Outcome.Kind.RETRY));
  }

  @Test
  void faultsOfARouteNameTheSetting() {
    Route route = Route.to("crm", "arn:aws:lambda:eu-west-1::layer:x", null);
    List<String> faults =
        new LambdaFactory()
            .check(Deliveries.with(route, Deliveries.TIMEOUT, "sync", null, null, null));
    assertThat(
        faults.toArray(String[]::new),
        arrayContaining(
            containsString("needs a region and an account"),
            containsString("is not of a function"),
            containsString("mode: 'sync' is not a mode of a function; write wait")));
    Route good = Route.to("crm", FUNCTION + "crm:prod", null);
    assertThat(new LambdaFactory().check(good), is(empty()));
    assertThat(Connectors.of(good).orElseThrow().kind(), is("lambda"));
  }
}

package dev.sessionbeam.deliver.connect;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.toUrl;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.deliver.route.Authentication;
import dev.sessionbeam.deliver.route.Authentication.From;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretTest {
  private static final String VALUE = "Bearer 0123456789-top-secret";
  private static final String SECRETS_MANAGER = "/";

  private volatile Instant now = Instant.parse("2026-11-29T10:00:00Z");
  private final InstantSource clock = () -> now;
  private HttpPeer peer;

  @TempDir private Path folder;

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

  private Route route(String path, From from, String name) {
    return Deliveries.with(
        toUrl(peer.uri(path)),
        Deliveries.TIMEOUT,
        null,
        new Authentication("Authorization", from, name),
        peer.endpoint(),
        null);
  }

  private Path secretFile(String value) throws IOException {
    return Files.writeString(folder.resolve("secret"), value);
  }

  private static String inSecretsManager(String value) {
    return "{\"Name\":\"crm\",\"SecretString\":\"" + value + "\"}";
  }

  /** Accepts only requests that have a value. */
  private static HttpBehavior accepts(String value) {
    return (exchange, request, scheduler) ->
        (value.equals(request.header("Authorization"))
                ? HttpBehavior.ok()
                : HttpBehavior.status(401, "who are you?"))
            .answer(exchange, request, scheduler);
  }

  @Test
  void aValueComesFromAFileWithoutItsLineBreak() throws Exception {
    peer.behave("/file", accepts(VALUE));
    String file = secretFile(VALUE + "\n").toString();
    try (Connector connector = new WebhookConnector(route("/file", From.FILE, file), clock)) {
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void aValueComesFromAnEnvironmentVariable() throws Exception {
    peer.behave("/environment", accepts(System.getenv("PATH")));
    Route route = route("/environment", From.ENVIRONMENT, "PATH");
    try (Connector connector = new WebhookConnector(route, clock)) {
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void aValueComesFromSecretsManagerAndIsReadOnce() throws Exception {
    peer.behave(SECRETS_MANAGER, HttpBehavior.status(200, inSecretsManager(VALUE)));
    peer.behave("/managed", accepts(VALUE));
    int before = peer.requests(SECRETS_MANAGER).size();
    Route route = route("/managed", From.SECRETS_MANAGER, "crm");
    try (Connector connector = new WebhookConnector(route, clock)) {
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
      assertThat(outcome(connector, event("e2", "{}")), is(Outcome.DELIVERED));
    }
    assertThat(peer.requests(SECRETS_MANAGER).size() - before, is(1));
  }

  @Test
  void aSecretThatHasChangedTakesEffectAfterTheDestinationRefusedTheOldOne() throws Exception {
    peer.behave("/rotated", accepts("old value"));
    String file = secretFile("old value").toString();
    try (Connector connector = new WebhookConnector(route("/rotated", From.FILE, file), clock)) {
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
      peer.behave("/rotated", accepts("new value"));
      secretFile("new value");
      now = now.plusSeconds(10);
      assertThat(
          outcome(connector, event("e2", "{}")),
          is(Outcome.retry("status 401: who are you? (the secret has a new value since)")));
      assertThat(outcome(connector, event("e2", "{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void aSecretThatHasNotChangedIsRefusedAndNotReadForEveryDelivery() throws Exception {
    peer.behave(SECRETS_MANAGER, HttpBehavior.status(200, inSecretsManager(VALUE)));
    peer.behave("/refusing", HttpBehavior.status(403, ""));
    int before = peer.requests(SECRETS_MANAGER).size();
    Route route = route("/refusing", From.SECRETS_MANAGER, "crm");
    try (Connector connector = new WebhookConnector(route, clock)) {
      for (int i = 0; i < 5; i++) {
        assertThat(outcome(connector, event("e" + i, "{}")), is(Outcome.refused("status 403")));
      }
      assertThat(peer.requests(SECRETS_MANAGER).size() - before, is(1));
      now = now.plusSeconds(10);
      for (int i = 0; i < 5; i++) {
        assertThat(outcome(connector, event("e" + i, "{}")), is(Outcome.refused("status 403")));
      }
      assertThat(peer.requests(SECRETS_MANAGER).size() - before, is(2));
    }
  }

  @Test
  void whatCannotBeReadIsRetriedUntilItCan() throws Exception {
    peer.behave("/later", accepts(VALUE));
    Path file = folder.resolve("not-there-yet");
    Route route = route("/later", From.FILE, file.toString());
    try (Connector connector = new WebhookConnector(route, clock)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(
          outcome.error(),
          containsString(
              "the file of auth of destination crm cannot be read (NoSuchFileException)"));
      assertThat(
          "the name may be the secret itself",
          outcome.error(),
          not(containsString(file.toString())));
      Files.writeString(file, VALUE);
      now = now.plusSeconds(10);
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
    }
    assertThat("nothing goes out without the header", peer.requests("/later").size(), is(1));
  }

  @Test
  void faultsOfSecretsManagerNameTheDestinationOnly() throws Exception {
    peer.behave(
        SECRETS_MANAGER,
        HttpBehavior.awsError(400, "ResourceNotFoundException", "there is no sk-0123456789"));
    Route route = route("/unreachable", From.SECRETS_MANAGER, "sk-0123456789");
    try (Connector connector = new WebhookConnector(route, clock)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(
          outcome.error(),
          is(
              "the secret of auth of destination crm cannot be read from Secrets Manager: status"
                  + " 400 ResourceNotFoundException: there is no ***"));
    }
    assertThat(peer.requests("/unreachable"), is(empty()));
  }

  @Test
  void aValueThatNoHeaderCanHaveIsNotShown() throws Exception {
    String file = secretFile("first line\nsecond line").toString();
    try (Connector connector = new WebhookConnector(route("/bad", From.FILE, file), clock)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("must be one line of printable ASCII"));
      assertThat(outcome.error(), not(containsString("line\n")));
      assertThat(outcome.error(), not(containsString("second")));
    }
  }

  @Test
  void aDestinationThatRepeatsWhatItGotDoesNotMakeASecretPublic() throws Exception {
    String path = "/services/T0123456789-in-the-path";
    peer.behave(
        path,
        (exchange, request, scheduler) ->
            HttpBehavior.status(
                    400,
                    "x".repeat(1000)
                        + request.header("Authorization")
                        + " only "
                        + VALUE.split(" ", -1)[1]
                        + " at "
                        + request.path())
                .answer(exchange, request, scheduler));
    Route route = route(path, From.FILE, secretFile(VALUE).toString());
    try (Connector connector = new WebhookConnector(route, clock)) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.error(), containsString("xx***"));
      for (String hidden : List.of("0123456789", "top-secret", "Bearer")) {
        assertThat(outcome.error(), not(containsString(hidden)));
        assertThat(connector.toString(), not(containsString(hidden)));
        assertThat(serialized(route), not(containsString("top-secret")));
      }
    }
  }

  private static String serialized(Route route) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(route);
    }
    return bytes.toString(ISO_8859_1);
  }
}

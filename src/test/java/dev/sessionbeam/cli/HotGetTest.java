package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The command that reads tables, over a server of DynamoDB. */
class HotGetTest {
  private static DynamoDbPeer peer;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    peer = DynamoDbPeer.start();
    peer.createSessions("sessions");
    for (int i = 9; i >= 0; i--) {
      session("m", "id-" + (9 - i), i, "x");
    }
    session("other", "id", 0, "x");
    // Together they are more than one page of an answer.
    for (int i = 0; i < 12; i++) {
      session("large", "id-" + i, i, "x".repeat(200_000));
    }
    put("sessions", Map.of("machine", "m", "session_id", "void"));
    peer.createEvents("events");
    for (int i = 0; i < 20; i++) {
      String at = String.format(Locale.ROOT, "2017-02-05T00:00:%02d.000Z#e", i);
      put("events", Map.of("machine", "m", "event", at, "line", "{\"n\": " + i + "}"));
    }
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private static void session(String machine, String id, int hour, String action) {
    put(
        "sessions",
        Map.of(
            "machine", machine,
            "session_id", id,
            "session_start", String.format(Locale.ROOT, "2017-02-05T%02d:00:00.000Z", hour),
            "first_action", action));
  }

  private static void put(String table, Map<String, String> texts) {
    Map<String, AttributeValue> item = new HashMap<>();
    texts.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    peer.client().putItem(put -> put.tableName(table).item(item));
  }

  private static CommandRun get(String table, String... more) {
    String[] flags = {
      "hot", "get", "--table=" + DynamoDbPeer.arn(table), "--endpoint=" + peer.endpoint()
    };
    return CommandRun.of(
        Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void theSessionsOfAMachineArePrintedByTheirStarts() {
    CommandRun run = get("sessions", "--machine=m");
    assertThat(run.err(), run.status(), is(0));
    List<String> lines = run.out().lines().toList();
    assertThat(lines, hasSize(10));
    assertThat(
        lines.get(0),
        is(
            "{\"session_id\":\"id-9\",\"session_start\":\"2017-02-05T00:00:00.000Z\","
                + "\"first_action\":\"x\",\"machine\":\"m\"}"));
    assertThat(lines.get(9), containsString("id-0"));
  }

  @Test
  void allPagesAreRead() {
    CommandRun run = get("sessions", "--machine=large");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out().lines().toList(), hasSize(12));
  }

  @Test
  void aMachineThatIsNotThereHasNoLines() {
    CommandRun run = get("sessions", "--machine=nobody");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), is(""));
  }

  @Test
  void theLastEventsArePrintedWithTheOldestFirst() {
    CommandRun run = get("events", "--machine=m", "--last=3");
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        run.out().lines().toList(), is(List.of("{\"n\": 17}", "{\"n\": 18}", "{\"n\": 19}")));
    assertThat(get("events", "--machine=m").out().lines().toList(), hasSize(10));
    assertThat(get("events", "--machine=m", "--last=99").out().lines().toList(), hasSize(20));
  }

  @Test
  void aDestinationOfRoutesIsReadWithItsEndpoint() throws Exception {
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"),
            """
            [{"destination_name": "hot", "destination_arn": "ARN", "endpoint": "URL",
              "source": "sessions"},
             {"destination_name": "web", "destination_url": "https://example.com", "source":
              "sessions"}]
            """
                .replace("ARN", DynamoDbPeer.arn("sessions"))
                .replace("URL", peer.endpoint().toString()));
    CommandRun run =
        CommandRun.of("hot", "get", "--machine=m", "--routes=" + routes, "--destination=hot");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out().lines().toList(), hasSize(10));

    CommandRun other =
        CommandRun.of("hot", "get", "--machine=m", "--routes=" + routes, "--destination=web");
    assertThat(other.status(), is(2));
    assertThat(other.err(), containsString("--destination: 'web' is not a DynamoDB table"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--table=x                           | --machine=MACHINE is missing",
        "--machine=m                         | --routes=FILE with --destination=NAME, or --table",
        "--machine=m --table=x --routes=y    | --routes=FILE with --destination=NAME, or --table",
        "--machine=m --table=x               | --table: 'x' is not the ARN of a table; write it",
        "--machine=m --routes=y              | --destination=NAME is missing: it says which",
        "--machine=m --table=x --endpoint=ftp://y | --endpoint: 'ftp://y' is not a server",
        "--machine=m --table=x --last=0      | --last: must be 1 or more",
        "--machine=m --table=x --destination=d | --destination is for --routes",
        "--machine=m --routes=y --destination=d --endpoint=https://y | --endpoint is for --table",
      })
  void wrongFlagsAreNamed(String flags, String message) {
    CommandRun run = CommandRun.of(("hot get " + flags).split(" ", -1));
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("sessionbeam: " + message));
  }

  @Test
  void theLastEventsOfATableOfSessionsAreAFault() {
    CommandRun run = get("sessions", "--machine=m", "--last=3");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--last is for a table of events; this one holds sess"));
  }

  @Test
  void aTableThatIsMissingIsOneLineWithWhatToDo() {
    CommandRun run = get("missing", "--machine=m");
    assertThat(run.status(), is(1));
    assertThat(
        run.err().strip(),
        is(
            "sessionbeam: there is no table missing in eu-west-1: check the ARN, its region and its"
                + " account"));
  }

  @Test
  void aTableOfSomethingElseIsOneLineWithWhatToDo() {
    peer.create(
        DynamoDbPeer.table("orders", "customer", "order")
            .attributeDefinitions(DynamoDbPeer.texts("customer", "order"))
            .build());
    CommandRun run = get("orders", "--machine=m");
    assertThat(run.status(), is(1));
    assertThat(run.err(), containsString("the table orders in eu-west-1 has neither the key of"));
    assertThat(run.err().lines().toList(), hasSize(1));
  }

  @Test
  void aServiceThatDeniesIsOneLineWithTheRights() throws Exception {
    try (HttpPeer http = HttpPeer.start()) {
      http.behave("/", HttpBehavior.awsError(400, "AccessDeniedException", "no right"));
      CommandRun run =
          CommandRun.of(
              "hot",
              "get",
              "--machine=m",
              "--table=" + DynamoDbPeer.arn("sessions"),
              "--endpoint=" + http.endpoint());
      assertThat(run.status(), is(1));
      assertThat(run.err().lines().toList(), hasSize(1));
      assertThat(run.err(), containsString("AccessDeniedException: no right"));
      assertThat(run.err(), containsString("dynamodb:Query"));
    }
  }
}

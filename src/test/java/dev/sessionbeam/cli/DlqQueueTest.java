package dev.sessionbeam.cli;

import static dev.sessionbeam.deliver.dlq.Letters.body;
import static dev.sessionbeam.deliver.dlq.Letters.envelope;
import static dev.sessionbeam.deliver.dlq.Letters.key;
import static dev.sessionbeam.deliver.dlq.Letters.routes;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The commands for dead letters over a real queue, with receivers on loopback. */
class DlqQueueTest {
  @TempDir private static Path peerFolder;
  private static SqsPeer sqs;
  private static final Map<String, String> BEFORE = new HashMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    SqsPeer.SETTINGS.forEach((name, value) -> BEFORE.put(name, System.setProperty(name, value)));
    sqs = SqsPeer.start(peerFolder);
  }

  @AfterAll
  static void end() {
    sqs.close();
    BEFORE.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static SqsPeer.Queue queue(TestInfo test) {
    return sqs.queue(test.getTestMethod().orElseThrow().getName());
  }

  private static void put(SqsPeer.Queue queue, String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values =
        attributes.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(entry.getValue())
                            .build()));
    sqs.client()
        .sendMessage(
            send -> send.queueUrl(queue.url()).messageBody(body).messageAttributes(values));
  }

  private static void put(SqsPeer.Queue queue, String destination, String... ids) {
    for (String id : ids) {
      put(queue, envelope(destination, id, DeadLetterReason.RETRIES_EXHAUSTED), Map.of("k", id));
    }
  }

  private static CommandRun dlq(String command, SqsPeer.Queue queue, String... flags) {
    String[] args = new String[flags.length + 3];
    args[0] = "dlq";
    args[1] = command;
    args[2] = "--queue=" + queue.url();
    System.arraycopy(flags, 0, args, 3, flags.length);
    return CommandRun.of(args);
  }

  private static String line(String... parts) {
    return "(?s).*"
        + List.of(parts).stream().map(Pattern::quote).collect(Collectors.joining(" +"))
        + "\\R.*";
  }

  private static List<String> bodies(HttpPeer peer, String path) {
    return peer.requests(path).stream().map(ReceivedRequest::text).toList();
  }

  private Path routesTo(HttpPeer peer, String... destinations) throws IOException {
    return Files.writeString(folder.resolve("routes.json"), routes(peer.endpoint(), destinations));
  }

  @Test
  void showCountsByDestinationAndReasonAndLeavesAllInTheQueue(TestInfo test) {
    SqsPeer.Queue queue = queue(test);
    put(queue, "crm", "e1", "e2", "e3");
    put(queue, envelope("mail", "e4", DeadLetterReason.REFUSED), Map.of());
    put(queue, "{\"requestContext\":{},\"requestPayload\":1} x", Map.of());
    CommandRun run = dlq("show", queue);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), matchesPattern(line("crm", "retries_exhausted", "3")));
    assertThat(run.out(), matchesPattern(line("mail", "refused", "1")));
    assertThat(run.out(), matchesPattern(line("-", "foreign", "1")));
    assertThat(run.out(), containsString("5 messages seen of about 5."));
    // At once, and not only after the time for which they were hidden.
    assertThat(sqs.receiveAll(queue), hasSize(5));
  }

  @Test
  void aBackupWithoutPurgeLeavesTheQueueAndOneWithPurgeEmptiesIt(TestInfo test) throws IOException {
    SqsPeer.Queue queue = queue(test);
    Path file = folder.resolve("new folder/letters.jsonl");
    put(queue, "crm", "e1", "e2", "e3");
    CommandRun first = dlq("backup", queue, "--output=" + file);
    assertThat(first.err(), first.status(), is(0));
    assertThat(first.out(), matchesPattern(line("  written to " + file, "3")));
    assertThat(sqs.count(queue), is(3));
    put(queue, "crm", "e4");
    CommandRun second = dlq("backup", queue, "--output=" + file, "--purge");
    assertThat(second.out(), matchesPattern(line("messages received", "4")));
    assertThat(second.out(), matchesPattern(line("  written to " + file, "1")));
    assertThat(second.out(), matchesPattern(line("  already there", "3")));
    assertThat(second.out(), matchesPattern(line("deleted from the queue", "4")));
    assertThat(sqs.count(queue), is(0));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines, hasSize(4));
    assertThat(
        lines.get(0),
        matchesPattern("\\{\"attributes\":\\{\"k\":\"e\\d\"},\"body\":\".*\",\"message_id\".*"));
  }

  @Test
  void redriveSendsEachToItsDestinationAndDeletesOnlyWhatWasDelivered(TestInfo test)
      throws Exception {
    SqsPeer.Queue queue = queue(test);
    put(queue, "crm", "e1", "e2");
    put(queue, "mail", "e1", "e3");
    put(queue, "gone", "e4");
    put(queue, "{\"destination\": \"crm\", \"idempotency_key\": 7}", Map.of());
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave("/crm", HttpBehavior.ok());
      peer.behave("/mail", HttpBehavior.status(503, "down"));
      peer.behave("/other", HttpBehavior.ok());
      Path routes = routesTo(peer, "crm", "mail", "other");
      CommandRun run = dlq("redrive", queue, "--routes=" + routes);
      assertThat(run.err(), run.status(), is(1));
      assertThat(run.out(), matchesPattern(line("dead letters read", "6")));
      assertThat(run.out(), matchesPattern(line("  redriven", "2")));
      assertThat(run.out(), matchesPattern(line("  failed, and stay where they are", "3")));
      assertThat(run.out(), matchesPattern(line("  unreadable", "1")));
      assertThat(run.out(), matchesPattern(line("deleted from the queue", "2")));
      assertThat(run.out(), containsString("mail: the first failure: "));
      assertThat(run.out(), containsString("503"));
      assertThat(run.out(), containsString("gone: the first failure: the routes have no"));
      assertThat(bodies(peer, "/crm"), containsInAnyOrder(body("e1"), body("e2")));
      assertThat(
          peer.requests("/crm").stream().map(it -> it.header("Idempotency-Key")).toList(),
          containsInAnyOrder(key("crm", "e1"), key("crm", "e2")));
      // Each of two deliveries has two attempts.
      assertThat(peer.requests("/mail"), hasSize(4));
      assertThat(peer.requests("/other"), is(empty()));
      assertThat(sqs.count(queue), is(4));

      peer.behave("/mail", HttpBehavior.ok());
      CommandRun again = dlq("redrive", queue, "--routes=" + routes, "--destination=mail");
      assertThat(again.out(), matchesPattern(line("  redriven", "2")));
      assertThat(again.out(), matchesPattern(line("  filtered", "1")));
      assertThat(peer.requests("/crm"), hasSize(2));
      assertThat(peer.requests("/mail"), hasSize(6));
    }
    assertThat(sqs.receiveAll(queue), hasSize(2));
  }

  @Test
  void whatALambdaFunctionLeftIsSentOnlyIfADestinationIsNamed(TestInfo test) throws Exception {
    SqsPeer.Queue queue = queue(test);
    put(
        queue,
        "{\"event\":  1.0}",
        Map.of("RequestID", "r", "ErrorCode", "200", "ErrorMessage", "boom"));
    put(
        queue,
        "{\"version\":\"1.0\",\"requestContext\":{\"condition\":\"RetriesExhausted\"},"
            + "\"requestPayload\":{\"event\":  2.0},\"responsePayload\":{\"errorMessage\":\"bang, bang \\n\"}}",
        Map.of());
    CommandRun show = dlq("show", queue);
    assertThat(show.out(), matchesPattern(line("-", "lambda: boom", "1")));
    assertThat(show.out(), matchesPattern(line("-", "lambda: bang, bang", "1")));
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave("/crm", HttpBehavior.ok());
      Path routes = routesTo(peer, "crm", "mail");
      CommandRun without = dlq("redrive", queue, "--routes=" + routes);
      assertThat(without.err(), without.status(), is(0));
      assertThat(
          without.out(), matchesPattern(line("    name no destination: see --destination", "2")));
      assertThat(peer.requests(), is(empty()));
      CommandRun named =
          dlq(
              "redrive",
              queue,
              "--routes=" + routes,
              "--destination=crm",
              "--reason=lambda: bang, bang",
              "--reason=lambda: other");
      assertThat(named.err(), named.status(), is(0));
      assertThat(bodies(peer, "/crm"), is(List.of("{\"event\":  2.0}")));
    }
    assertThat(sqs.receiveAll(queue).stream().map(Message::body).toList(), hasSize(1));
  }

  private static String onFailure(String functionArn, String payload) {
    return String.format(
        Locale.ROOT,
        "{\"requestContext\":{\"functionArn\":\"%s\",\"condition\":\"RetriesExhausted\"},"
            + "\"requestPayload\":%s}",
        functionArn,
        payload);
  }

  @Test
  void aNamedDestinationGetsOnlyWhatItsOwnFunctionLeft(TestInfo test) throws Exception {
    SqsPeer.Queue queue = queue(test);
    String functions = "arn:aws:lambda:eu-west-1:123456789012:function:";
    put(queue, "{\"hello\": 1}", Map.of());
    put(queue, "{}", Map.of("RequestID", "r", "ErrorCode", "200", "ErrorMessage", "boom"));
    put(queue, onFailure(functions + "mail:$LATEST", "{\"of\": \"mail\"}"), Map.of());
    put(queue, onFailure(functions + "crm:$LATEST", "{\"of\": \"crm\"}"), Map.of());
    try (HttpPeer peer = HttpPeer.start()) {
      Path routes =
          Files.writeString(
              folder.resolve("routes.json"),
              String.format(
                  Locale.ROOT,
                  """
                  [{"destination_name": "crm", "destination_arn": "%scrm:prod",
                    "enabled_events": ["*"], "endpoint": "%s"}]
                  """,
                  functions,
                  peer.endpoint()));
      String invocations = HttpPeer.invocations(functions + "crm:prod");
      CommandRun run = dlq("redrive", queue, "--routes=" + routes, "--destination=crm");
      assertThat(run.err() + run.out(), run.status(), is(0));
      assertThat(bodies(peer, invocations), is(List.of("{\"of\": \"crm\"}")));
      assertThat(run.out(), matchesPattern(line("  filtered", "3")));
      assertThat(
          run.out(), matchesPattern(line("    name no destination: see --destination", "2")));
      assertThat(sqs.count(queue), is(3));

      CommandRun asked =
          dlq("redrive", queue, "--routes=" + routes, "--destination=crm", "--reason=lambda");
      assertThat(asked.err() + asked.out(), asked.status(), is(0));
      assertThat(bodies(peer, invocations), is(List.of("{\"of\": \"crm\"}", "{}")));
      assertThat(sqs.count(queue), is(2));
    }
  }

  @Test
  void aForeignMessageIsSentToAQueueToo(TestInfo test) throws IOException {
    SqsPeer.Queue queue = queue(test);
    SqsPeer.Queue orders = sqs.queue("orders.fifo");
    put(queue, "{\"hello\":  1}", Map.of());
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"),
            String.format(
                Locale.ROOT,
                """
                [{"destination_name": "orders", "destination_arn": "%s", "enabled_events": ["*"],
                  "endpoint": "%s"}]
                """,
                orders.arn(),
                sqs.endpoint()));
    CommandRun run =
        dlq("redrive", queue, "--routes=" + routes, "--destination=orders", "--reason=foreign");
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(
        sqs.await(orders, 1).stream().map(Message::body).toList(), is(List.of("{\"hello\":  1}")));
    assertThat(sqs.count(queue), is(0));
  }

  /** SIGTERM: what is under way is finished and deleted, and the rest is given back at once. */
  @Test
  void aRedriveThatIsAskedToEndEndsWell(TestInfo test) throws Exception {
    SqsPeer.Queue queue = queue(test);
    for (int i = 0; i < 40; i++) {
      put(queue, "crm", "e" + i);
    }
    Path log = folder.resolve("log");
    try (HttpPeer peer = HttpPeer.start()) {
      HttpBehavior.Held held = HttpBehavior.held();
      peer.behave("/crm", held);
      Process process =
          CommandRun.start(
              log,
              S3Peer.credentials(),
              List.of(
                  "dlq",
                  "redrive",
                  "--queue=" + queue.url(),
                  "--routes=" + routesTo(peer, "crm"),
                  "--newerThan=1h"));
      peer.await("/crm", 1);
      process.destroy();
      held.release();
      assertThat(process.waitFor(), is(143));
      int sent = peer.requests("/crm").size();
      assertThat(Files.readString(log), containsString("Interrupted. Run the same command again"));
      assertThat(sqs.receiveAll(queue), hasSize(40 - sent));
    }
  }

  @Test
  void onlyOldOrNewLettersAreSent(TestInfo test) throws Exception {
    SqsPeer.Queue queue = queue(test);
    put(queue, "crm", "e1");
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave("/crm", HttpBehavior.ok());
      Path routes = routesTo(peer, "crm");
      CommandRun old = dlq("redrive", queue, "--routes=" + routes, "--olderThan=1h");
      assertThat(old.out(), matchesPattern(line("  filtered", "1")));
      assertThat(peer.requests(), is(empty()));
      CommandRun recent = dlq("redrive", queue, "--routes=" + routes, "--newerThan=1h");
      assertThat(recent.out(), matchesPattern(line("  redriven", "1")));
      assertThat(bodies(peer, "/crm"), is(List.of(body("e1"))));
    }
  }

  @Test
  void aQueueIsAlsoFoundByItsArn(TestInfo test) {
    SqsPeer.Queue queue = queue(test);
    put(queue, "crm", "e1");
    CommandRun run =
        CommandRun.of("dlq", "show", "--queue=" + queue.arn(), "--endpoint=" + sqs.endpoint());
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("1 messages seen"));
  }

  @Test
  void aQueueThatDoesNotExistIsNamed() {
    String arn = SqsPeer.arn("nowhere");
    CommandRun run = CommandRun.of("dlq", "show", "--queue=" + arn, "--endpoint=" + sqs.endpoint());
    assertThat(run.err(), run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("--queue: the queue " + arn + ": there is no such queue"),
            not(containsString("\tat "))));
  }
}

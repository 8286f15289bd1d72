package dev.sessionbeam.aws;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.collect.TestCollector;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.peer.SqsPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs the programs of a stage with servers that have its resources, and compares the calls with
 * the files of {@code runners/aws/calls}. After a change of the calls, copy what this test prints.
 * Each test needs what the one before it has written, as in a day of a stage.
 */
@Isolated("all calls of the process are recorded")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecordedCallsTest {
  private static final String PROJECT = "demo";
  private static final String STAGE = "dev";
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";

  @TempDir private static Path folder;

  /** The last one that was opened is the first. */
  private static final Deque<AutoCloseable> PEERS = new ArrayDeque<>();

  private static Stack stack;
  private static String stream;
  private static String bucket;
  private static KinesisPeer kinesis;
  private static DynamoDbPeer dynamoDb;
  private static S3Peer s3;
  private static SqsPeer sqs;
  private static HttpPeer webhook;
  private static Path objects;

  @BeforeAll
  static void createTheResourcesOfTheStage() throws IOException {
    kinesis = opened(KinesisPeer.start());
    dynamoDb = opened(DynamoDbPeer.start());
    s3 = opened(S3Peer.start(Files.createDirectories(folder.resolve("s3"))));
    sqs = opened(SqsPeer.start(Files.createDirectories(folder.resolve("sqs"))));
    webhook = opened(HttpPeer.start(request -> {}));
    webhook.behave("/", HttpBehavior.status(400, ""));
    // The S3 server knows one user; the others accept any.
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), S3Peer.ACCESS_KEY);
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), S3Peer.SECRET_KEY);

    stack = Stack.of(Template.read("stage.yaml"), PROJECT, STAGE, Map.of("FanOut", "yes"));
    stream = stack.reference("Stream");
    bucket = stack.reference("Bucket");
    objects = s3.bucket(bucket);
    kinesis.createStream(stream, 2);
    dynamoDb.createSessions(stack.reference("SessionTable"));
    dynamoDb.createEvents(stack.reference("EventTable"));
    for (String queue : List.of("EventDeadLetters", "SessionDeadLetters")) {
      sqs.queue(stack.property(queue, "QueueName").asText());
    }
    Files.createDirectories(objects.resolve("config"));
    Files.writeString(objects.resolve("config/routes.json"), routes());
  }

  private static <T extends AutoCloseable> T opened(T peer) {
    PEERS.push(peer);
    return peer;
  }

  /** Without Node, only some of them are open, or none. */
  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable peer : PEERS) {
      peer.close();
    }
  }

  private static String arn(String resource) {
    return stack.attribute(resource, "Arn");
  }

  /** All events and sessions go to the hot tier, and to a receiver that refuses them. */
  private static String routes() {
    return String.format(
        Locale.ROOT,
        """
        [{"destination_name": "hot-sessions", "destination_arn": "%s", "endpoint": "%s",
          "source": "sessions"},
         {"destination_name": "hot-events", "destination_arn": "%s", "endpoint": "%s",
          "enabled_events": ["*"]},
         {"destination_name": "sessions", "destination_url": "%s", "endpoint": "%s",
          "source": "sessions", "dead_letter": "%s"},
         {"destination_name": "events", "destination_url": "%s", "endpoint": "%s",
          "enabled_events": ["*"], "dead_letter": "%s"}]
        """,
        arn("SessionTable"),
        dynamoDb.endpoint(),
        arn("EventTable"),
        dynamoDb.endpoint(),
        webhook.uri("/"),
        sqs.endpoint(),
        arn("SessionDeadLetters"),
        webhook.uri("/"),
        sqs.endpoint(),
        arn("EventDeadLetters"));
  }

  private static String at(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private static void run(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(String.join(" ", args) + "\n" + run.err(), run.status(), is(0));
  }

  private static void requireRecorded(String role, Set<Permission> calls) throws IOException {
    String lines =
        calls.stream()
            .map(call -> ExpectedCalls.line(call, PROJECT, STAGE))
            .collect(Collectors.joining("\n"));
    Set<Permission> expected = ExpectedCalls.read(role, PROJECT, STAGE).recorded();
    assertThat("runners/aws/calls/" + role + ".txt must have:\n" + lines, calls, is(expected));
  }

  @Test
  @Order(1)
  void aSenderMakesTheCallsOfItsFile() throws Exception {
    requireRecorded(
        "sender",
        CallRecorder.record(
            () ->
                run(
                    "simulate",
                    "--events=400",
                    "--machines=20",
                    "--seed=3",
                    "--stream=" + stream,
                    "--kinesisEndpoint=" + kinesis.endpoint())));
  }

  @Test
  @Order(1)
  void aCollectorMakesTheCallsOfItsFile() throws Exception {
    String event =
        "{\"event_id\":\"c\",\"timestamp\":1486285200000,\"action\":\"view\",\"machine_id\":\"c\"}";
    requireRecorded(
        "collector",
        CallRecorder.record(
            () ->
                assertThat(TestCollector.statusOfOne(kinesis.endpoint(), stream, event), is(200))));
  }

  @Test
  @Order(2)
  void aPipelineMakesTheCallsOfItsFile() throws Exception {
    run("simulate", "--events=400", "--machines=20", "--seed=3", "--output=" + folder + "/raw");
    try (S3Client client = client()) {
      for (Path file : CommandRun.files(folder.resolve("raw"))) {
        var unused =
            client.putObject(
                put -> put.bucket(bucket).key("raw/" + file.getFileName()),
                RequestBody.fromFile(file));
      }
      for (String place : List.of("sessions", "archive")) {
        String key = place + "/.sessionbeam-temporary/part-1.jsonl.gz";
        var unused = client.createMultipartUpload(upload -> upload.bucket(bucket).key(key));
      }
    }
    String consumer = kinesis.consumer(stream, stack.property("Consumer", "ConsumerName").asText());
    requireRecorded(
        "pipeline",
        CallRecorder.record(
            () -> {
              stream("--archive=" + at("archive"));
              stream("--overwrite", "--consumerArn=" + consumer);
              run(
                  "run",
                  DEFINITION,
                  "--input=" + at("raw"),
                  "--output=" + at("sessions"),
                  "--overwrite",
                  "--s3Endpoint=" + s3.endpoint());
            }));
  }

  private static void stream(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                DEFINITION,
                "--stream=" + stream,
                "--startAt=trim_horizon",
                "--kinesisEndpoint=" + kinesis.endpoint(),
                "--s3Endpoint=" + s3.endpoint(),
                "--output=" + at("sessions"),
                "--routes=" + at("config/routes.json"),
                "--checkpointingInterval=1000",
                "--maxBundleTimeMills=200",
                "--fileDelay=1s",
                "--stopWhenIdle=2s"));
    args.addAll(List.of(more));
    run(args.toArray(new String[0]));
  }

  private static S3Client client() {
    return S3Client.builder().endpointOverride(s3.endpoint()).region(Region.US_EAST_1).build();
  }

  @Test
  @Order(3)
  void aReaderMakesTheCallsOfItsFile() throws Exception {
    String machine = aMachine();
    requireRecorded(
        "reader",
        CallRecorder.record(
            () -> {
              run(
                  "explain",
                  DEFINITION,
                  "--output=" + at("sessions"),
                  "--machine=" + machine,
                  "--s3Endpoint=" + s3.endpoint());
              for (String table : List.of("SessionTable", "EventTable")) {
                run(
                    "hot",
                    "get",
                    "--machine=" + machine,
                    "--table=" + arn(table),
                    "--endpoint=" + dynamoDb.endpoint());
              }
            }));
  }

  private static String aMachine() {
    return dynamoDb.items(stack.reference("EventTable")).stream()
        .map(item -> item.get("machine"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .s();
  }
}

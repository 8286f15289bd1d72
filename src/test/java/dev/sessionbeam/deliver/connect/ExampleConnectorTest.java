package dev.sessionbeam.deliver.connect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connector of docs/deliver.md: compiled, packed into a jar, put on the class path of the
 * command line, and used.
 */
class ExampleConnectorTest {
  private static final Path EXAMPLE = Path.of("docs/examples/connector");
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders";
  private static final String ANSWER =
      """
      <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
      <PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>
      """;

  @TempDir private Path folder;

  private static void run(String tool, Path... args) {
    String[] texts = List.of(args).stream().map(Path::toString).toArray(String[]::new);
    int status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, texts);
    assertThat(tool, status, is(0));
  }

  private Path jar() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = EXAMPLE.resolve("example/SnsConnector.java");
    run(
        "javac",
        Path.of("-proc:none"),
        Path.of("-cp"),
        Path.of(System.getProperty("java.class.path")),
        Path.of("-d"),
        classes,
        source);
    Path jar = folder.resolve("sns-connector.jar");
    run(
        "jar",
        Path.of("--create"),
        Path.of("--file"),
        jar,
        Path.of("-C"),
        classes,
        Path.of("example"),
        Path.of("-C"),
        EXAMPLE,
        Path.of("META-INF"));
    return jar;
  }

  private Path letter() throws IOException {
    Subject subject = new Subject(Source.EVENTS, "m", "e1", 1_486_285_200_000L);
    byte[] body = "{\"id\":\"e1\",\"n\":1.0}".getBytes(StandardCharsets.UTF_8);
    DeadLetter letter =
        new DeadLetter(
            new Delivery("orders", "0123456789ab", subject, body),
            DeadLetterReason.RETRIES_EXHAUSTED,
            5,
            "500",
            "503");
    return Files.write(folder.resolve("letters.jsonl"), DeadLetterJson.write(letter));
  }

  private Path routes(HttpPeer sns) throws IOException {
    return Files.writeString(
        folder.resolve("routes.json"),
        String.format(
            Locale.ROOT,
            """
            [{"destination_name": "orders", "destination_arn": "%s", "enabled_events": ["*"],
              "endpoint": "%s"}]
            """,
            TOPIC,
            sns.endpoint()));
  }

  @Test
  void aConnectorOfAJarOnTheClassPathIsUsed() throws Exception {
    Path jar = jar();
    Path log = folder.resolve("log");
    try (HttpPeer sns = HttpPeer.start()) {
      sns.behave("/", HttpBehavior.status(200, ANSWER));
      Process process =
          CommandRun.start(
              log,
              S3Peer.credentials(),
              jar.toString(),
              List.of("dlq", "redrive", "--input=" + letter(), "--routes=" + routes(sns)));
      assertThat(Files.readString(log), process.waitFor(), is(0));
      String request = URLDecoder.decode(sns.await("/", 1).get(0).text(), StandardCharsets.UTF_8);
      assertThat(
          request,
          allOf(
              containsString("TopicArn=" + TOPIC),
              containsString("Message={\"id\":\"e1\",\"n\":1.0}"),
              containsString("idempotency_key")));
    }
  }

  @Test
  void withoutTheJarTheMessageSaysThatOneIsNeeded() throws Exception {
    try (HttpPeer sns = HttpPeer.start()) {
      CommandRun run =
          CommandRun.of("dlq", "redrive", "--input=" + letter(), "--routes=" + routes(sns));
      assertThat(run.err(), run.status(), is(2));
      assertThat(
          run.err(),
          allOf(containsString("no connector serves ARNs of sns"), containsString("the jar of")));
      assertThat(sns.requests().size(), is(0));
    }
  }
}

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
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connector of docs/deliver.md: compiled, packed into a jar, put on the class path of the
 * command line, and used.
 */
class ExampleConnectorTest {
  private static final Path EXAMPLE = Path.of("docs/examples/connector");
  private static final String BUCKET = "orders";

  @TempDir private Path folder;

  private static void run(String tool, Path... args) {
    String[] texts = List.of(args).stream().map(Path::toString).toArray(String[]::new);
    int status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, texts);
    assertThat(tool, status, is(0));
  }

  private Path jar() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = EXAMPLE.resolve("example/S3Connector.java");
    run(
        "javac",
        Path.of("-proc:none"),
        Path.of("-cp"),
        Path.of(System.getProperty("java.class.path")),
        Path.of("-d"),
        classes,
        source);
    Path jar = folder.resolve("s3-connector.jar");
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

  private static final Delivery DELIVERY =
      new Delivery(
          "orders",
          "0123456789ab",
          new Subject(Source.EVENTS, "m", "e1", 1_486_285_200_000L),
          "{\"id\":\"e1\",\"n\":1.0}".getBytes(StandardCharsets.UTF_8));

  private Path letter() throws IOException {
    DeadLetter letter =
        new DeadLetter(DELIVERY, DeadLetterReason.RETRIES_EXHAUSTED, 5, "500", "503");
    return Files.write(folder.resolve("letters.jsonl"), DeadLetterJson.write(letter));
  }

  private Path routes(URI endpoint) throws IOException {
    return Files.writeString(
        folder.resolve("routes.json"),
        String.format(
            Locale.ROOT,
            """
            [{"destination_name": "orders", "destination_arn": "arn:aws:s3:::%s",
              "enabled_events": ["*"], "endpoint": "%s"}]
            """,
            BUCKET,
            endpoint));
  }

  @Test
  void aConnectorOfAJarOnTheClassPathIsUsed() throws Exception {
    Path jar = jar();
    Path log = folder.resolve("log");
    Map<String, String> environment = new HashMap<>(S3Peer.credentials());
    environment.put("AWS_REGION", "eu-central-1");
    try (S3Peer s3 = S3Peer.start(Files.createDirectories(folder.resolve("s3")))) {
      Path bucket = s3.bucket(BUCKET);
      Process process =
          CommandRun.start(
              log,
              environment,
              jar.toString(),
              List.of(
                  "dlq", "redrive", "--input=" + letter(), "--routes=" + routes(s3.endpoint())));
      int status = process.waitFor();
      assertThat(Files.readString(log), status, is(0));
      assertThat(Files.readAllBytes(bucket.resolve(DELIVERY.key() + ".json")), is(DELIVERY.body()));
    }
  }

  @Test
  void withoutTheJarTheMessageSaysThatOneIsNeeded() throws Exception {
    URI nowhere = HttpPeer.nowhere().resolve("/");
    CommandRun run =
        CommandRun.of("dlq", "redrive", "--input=" + letter(), "--routes=" + routes(nowhere));
    assertThat(run.err(), run.status(), is(2));
    assertThat(
        run.err(),
        allOf(containsString("no connector serves ARNs of s3"), containsString("the jar of")));
  }
}

package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.S3Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects on S3 whose names do not say what they are. */
class S3InputKindsTest {
  private static final String EVENT =
      "{\"event_id\":\"%s\",\"timestamp\":1486252800000,\"action\":\"view\",\"machine_id\":\"m\"}\n";

  @TempDir private static Path folder;

  private static S3Peer peer;
  private static S3Client client;

  @BeforeAll
  static void start() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
    client = S3Client.builder().endpointOverride(peer.endpoint()).region(Region.US_EAST_1).build();
  }

  @AfterAll
  static void stop() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    client.close();
    peer.close();
  }

  private static void put(String bucket, String key, byte[] bytes) {
    peer.bucket(bucket);
    client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored)) {
      out.write(text.getBytes(UTF_8));
    }
    return stored.toByteArray();
  }

  private static CommandRun run(String input, Path output, URI endpoint, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--runner=DirectRunner",
                "--definition=pipelines/nitro.yaml",
                "--input=" + input,
                "--output=" + output,
                "--s3Endpoint=" + endpoint));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  @Test
  void aLargeObjectThatIsGzipWithoutASuffixIsNotSplit() throws IOException {
    byte[] noise = new byte[3 << 17];
    StringBuilder text = new StringBuilder("\ufeff");
    for (int i = 0; i < 8; i++) {
      new Random(i).nextBytes(noise);
      String random = Base64.getEncoder().encodeToString(noise);
      text.append(
          String.format(Locale.ROOT, EVENT, "e" + i).replace("}", ",\"x\":\"" + random + "\"}"));
    }
    put("large", "raw/delivery-1", gzip(text.toString()));
    put("large", "raw/small", gzip(String.format(Locale.ROOT, EVENT, "small")));
    Path output = folder.resolve("large-out");
    CommandRun run = run("s3://large/raw/{delivery,small}*", output, peer.endpoint());
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "events").size(), is(9));
    assertThat(CommandRun.lines(output, "invalid"), is(empty()));
  }

  /** Of small objects, the first 100 are looked at; the run finds out about the others itself. */
  @Test
  void objectsThatAreNotLinesAreNamed() throws IOException {
    byte[] array = ("[\n" + String.format(Locale.ROOT, EVENT, "e") + "]").getBytes(UTF_8);
    put("arrays", "raw/1.json", array);
    put("arrays", "raw/2.json", String.format(Locale.ROOT, EVENT, "e").getBytes(UTF_8));
    Path output = folder.resolve("arrays-out");
    CommandRun before = run("s3://arrays/raw", output, peer.endpoint());
    assertThat(before.status(), is(2));
    assertThat(
        before.err(), containsString("--input: s3://arrays/raw/1.json is a JSON array: write one"));

    for (int i = 0; i < 100; i++) {
      put(
          "many",
          String.format(Locale.ROOT, "raw/%03d.json", i),
          String.format(Locale.ROOT, EVENT, "e" + i).getBytes(UTF_8));
    }
    put("many", "raw/last.json", array);
    CommandRun late = run("s3://many/raw", output, peer.endpoint());
    assertThat(late.status(), is(1));
    assertThat(late.err(), containsString("s3://many/raw/last.json is a JSON array: write one"));
    assertThat(CommandRun.files(output), is(empty()));
  }

  @Test
  void aMissingPermissionToReadIsNamedBeforeTheRun() throws IOException {
    put("denied", "raw/1.json", String.format(Locale.ROOT, EVENT, "e").getBytes(UTF_8));
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(head -> head.startsWith("GET /denied/raw/1.json"), 403, "AccessDenied");
      CommandRun run = run("s3://denied/raw", folder.resolve("denied-out"), relay.endpoint());
      assertThat(run.status(), is(2));
      assertThat(
          run.err(),
          containsString(
              "--input: cannot read s3://denied/raw/1.json: permission denied (403 AccessDenied);"
                  + " it needs s3:GetObject"));
    }
  }
}

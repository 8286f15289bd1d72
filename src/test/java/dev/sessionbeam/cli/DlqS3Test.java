package dev.sessionbeam.cli;

import static dev.sessionbeam.deliver.dlq.Letters.body;
import static dev.sessionbeam.deliver.dlq.Letters.envelope;
import static dev.sessionbeam.deliver.dlq.Letters.routes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.S3Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Dead letters in {@code undelivered/} of an output on S3, and routes there. */
class DlqS3Test {
  @TempDir private static Path folder;
  private static S3Peer s3;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    s3.close();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored)) {
      out.write(text.getBytes(UTF_8));
    }
    return stored.toByteArray();
  }

  private static void put(String key, byte[] bytes) {
    try (S3Client client =
        S3Client.builder().endpointOverride(s3.endpoint()).region(Region.US_EAST_1).build()) {
      client.putObject(put -> put.bucket("letters").key(key), RequestBody.fromBytes(bytes));
    }
  }

  private static CommandRun dlq(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "dlq";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--s3Endpoint=" + s3.endpoint();
    all[args.length + 2] = "--awsRegion=us-east-1";
    return CommandRun.of(all);
  }

  @Test
  void lettersOfAnOutputOnS3AreCountedAndSentOnce() throws Exception {
    s3.bucket("letters");
    put(
        "out/undelivered/date=2024-03-10/a.jsonl.gz",
        gzip(envelope("crm", "e1", DeadLetterReason.STOPPED) + "\n"));
    put("out/undelivered/_other", "not data".getBytes(UTF_8));
    String input = "--input=s3://letters/out/undelivered/";
    CommandRun show = dlq("show", input);
    assertThat(show.err(), show.status(), is(0));
    assertThat(show.out(), containsString("1 dead letters in 1 files."));
    try (HttpPeer peer = HttpPeer.start()) {
      peer.behave("/crm", HttpBehavior.ok());
      put("routes.json", routes(peer.endpoint(), "crm").getBytes(UTF_8));
      String[] redrive = {
        "redrive",
        input,
        "--routes=s3://letters/routes.json",
        "--newerThan=1h",
        "--note=" + folder.resolve("note")
      };
      for (int i = 0; i < 2; i++) {
        CommandRun run = dlq(redrive);
        assertThat(run.err(), run.status(), is(0));
        assertThat(peer.requests("/crm"), hasSize(1));
      }
      assertThat(peer.requests("/crm").get(0).text(), is(body("e1")));
    }
  }
}

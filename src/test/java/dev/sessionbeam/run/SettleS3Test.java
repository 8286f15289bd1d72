package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Settles days of an output on S3. */
class SettleS3Test {
  private static final String DAY = "2017-02-05";
  private static final String NEXT = "2017-02-06";

  @TempDir private static Path folder;

  private static S3Peer peer;

  @BeforeAll
  static void startTheServer() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    peer.close();
  }

  private static void upload(Path written) throws IOException {
    try (S3Client client =
        S3Client.builder().endpointOverride(peer.endpoint()).region(Region.US_EAST_1).build()) {
      for (Path file : CommandRun.files(written)) {
        client.putObject(
            put -> put.bucket("settled").key("out/" + written.relativize(file)),
            RequestBody.fromFile(file));
      }
    }
  }

  private static CommandRun settle(String... more) {
    String[] args = {
      "settle",
      "--runner=DirectRunner",
      "--definition=pipelines/nitro.yaml",
      "--output=s3://settled/out",
      "--s3Endpoint=" + peer.endpoint(),
      "--files=2"
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  private static CommandRun explain(String server) {
    return CommandRun.of(
        "explain",
        "--definition=pipelines/nitro.yaml",
        "--output=s3://settled/out",
        "--machine=m1",
        server);
  }

  private static void requireCurrent(LiveHistory history, Path output) throws IOException {
    CurrentLines lines = CurrentLines.of(output);
    assertThat(lines.sessions(), is(history.sessions()));
    assertThat(lines.events(), is(history.events()));
  }

  @Test
  void daysOnS3SettleAndTheirFormerFilesAreDeletedLater() throws IOException {
    Path output = peer.bucket("settled").resolve("out");
    LiveHistory history = new LiveHistory();
    for (int i = 0; i < 20; i++) {
      history
          .revised("m" + i, DAY + "T03:00:00.000Z", i % 3)
          .once("m" + i, NEXT + "T03:00:00.000Z", 2)
          .replaced("m" + i, NEXT + "T00:10:00.000Z", DAY + "T23:50:00.000Z");
    }
    Path written = folder.resolve("written");
    history.writeTo(written, 10);
    String killed = "settled/events/date=" + DAY + "/part-0123456789abcdef-00000-of-00001.jsonl";
    Files.createDirectories(written.resolve(killed).getParent());
    Files.writeString(written.resolve(killed), "{}\n");
    upload(written);

    CommandRun explained = explain("--s3Endpoint=" + peer.endpoint());
    assertThat(explained.err(), explained.status(), is(0));
    assertThat(explained.out(), startsWith("machine m1  "));
    assertThat(explained.out(), containsString("in sessions/date=" + DAY));
    CommandRun wrong = explain("--s3Endpoint=nowhere");
    assertThat(wrong.err(), containsString("--s3Endpoint: 'nowhere' is not an address"));
    assertThat(wrong.status(), is(2));

    CommandRun first = settle("--before=" + NEXT);
    assertThat(first.err(), first.status(), is(0));
    assertThat(first.out(), containsString("The ledger adds up."));
    assertThat(Files.exists(output.resolve(killed)), is(false));
    requireCurrent(history, output);
    CommandRun second = settle();
    assertThat(second.err(), second.status(), is(0));
    requireCurrent(history, output);
    assertThat(CommandRun.files(output.resolve("settled/days")), hasSize(2));
    assertThat(CommandRun.files(output.resolve("settled/events")), hasSize(4));

    CommandRun last = settle("--keep=0s");
    assertThat(last.err(), last.status(), is(0));
    assertThat(CommandRun.files(output.resolve("events")), is(empty()));
    assertThat(CommandRun.files(output.resolve("sessions")), is(empty()));
    assertThat(CommandRun.files(output.resolve(".sessionbeam-temporary")), is(empty()));
    requireCurrent(history, output);
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose output is on S3 resumes there, and nowhere else, and only while it is its own. */
class ResumeOnS3Test {
  @TempDir private Path folder;

  @Test
  void anotherOutputAndAReplacedOneAreRefused() throws Exception {
    try (S3Peer peer = S3Peer.start(folder.resolve("peer"))) {
      S3Peer.SETTINGS.forEach(System::setProperty);
      Path bucket = peer.bucket("lake");
      List<String> stream =
          List.of(
              "run",
              "--streaming",
              "--definition=" + GoldenSample.DEFINITION,
              "--input=" + GoldenSample.INPUT,
              "--output=s3://lake/out",
              "--s3Endpoint=" + peer.endpoint(),
              "--maxBundleTimeMills=50",
              "--fileDelay=100ms");
      Map<String, String> environment = new HashMap<>(S3Peer.credentials());
      List<String> slow = new ArrayList<>(stream);
      slow.add("--replayRate=150/s");
      KilledStream killed = new KilledStream(folder, bucket.resolve("out"), environment, slow, 1);
      do {
        killed.kill(1, KilledStream.Aim.AIMED);
      } while (CommandRun.lines(bucket.resolve("out"), "events").isEmpty());

      requireRefused(
          resume(stream, "--output=s3://lake/other"),
          "--output: the run that is resumed writes to s3://lake/out/");
      assertThat(CommandRun.files(bucket.resolve("other/events")), is(empty()));

      // The lease of the killed process would last for two minutes.
      for (Path lease : CommandRun.files(bucket.resolve("out/.sessionbeam-temporary/leases"))) {
        Files.delete(lease);
      }
      CommandRun batch =
          CommandRun.of(
              "run",
              "--definition=" + GoldenSample.DEFINITION,
              "--input=" + GoldenSample.INPUT,
              "--output=s3://lake/out",
              "--s3Endpoint=" + peer.endpoint(),
              "--overwrite");
      assertThat(batch.err(), batch.status(), is(0));
      List<String> lines = CommandRun.lines(bucket.resolve("out"), "events");
      requireRefused(
          resume(stream, "--output=s3://lake/out"),
          "--output: s3://lake/out/ no longer holds what the run that is resumed has written");
      assertThat(CommandRun.lines(bucket.resolve("out"), "events"), is(lines));
    } finally {
      S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    }
  }

  private CommandRun resume(List<String> stream, String output) {
    List<String> args = new ArrayList<>(stream);
    args.replaceAll(arg -> arg.startsWith("--output=") ? output : arg);
    args.add("--checkpoints=" + folder.resolve("checkpoints"));
    args.add("--resume");
    return CommandRun.of(args.toArray(new String[0]));
  }

  private static void requireRefused(CommandRun run, String message) throws IOException {
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString(message));
  }
}

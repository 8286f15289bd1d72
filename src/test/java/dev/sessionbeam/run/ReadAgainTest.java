package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumes from a checkpoint whose source cannot be read, as after an upgrade of Beam. */
class ReadAgainTest {
  private static final String STREAM = "again";

  private static KinesisPeer peer;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private List<String> arguments(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                "--definition=" + KinesisSample.NITRO,
                "--stream=" + STREAM,
                "--kinesisEndpoint=" + peer.endpoint(),
                "--output=" + folder.resolve("stream"),
                "--checkpoints=" + folder.resolve("checkpoints"),
                "--checkpointingInterval=1000",
                // Tasks without a shard end.
                "--parallelism=4",
                "--resume"));
    args.addAll(List.of(more));
    return args;
  }

  private CommandRun resume(String... more) {
    return CommandRun.of(arguments(more).toArray(new String[0]));
  }

  private static void put(List<byte[]> records) {
    KinesisSample.put(peer, STREAM, peer.shards(STREAM), records);
  }

  private void awaitTwoCheckpoints(Process process, Set<Path> seen) throws Exception {
    KinesisSample.awaitTwoCheckpoints(
        process, folder.resolve("log"), folder.resolve("checkpoints"), seen);
  }

  /**
   * Gives a class of the source a name that does not exist. The effect is that of a version of Beam
   * whose classes have other fields.
   */
  private void spoilTheSource() throws IOException {
    for (Path file : CommandRun.files(folder.resolve("checkpoints"))) {
      String bytes = Files.readString(file, ISO_8859_1);
      Files.writeString(
          file,
          bytes.replace("aws2.kinesis.KinesisSource", "aws2.kinesis.AnotherSource"),
          ISO_8859_1);
    }
  }

  @Test
  void allStepsButTheSourceResumeAndTheStreamIsReadAgainFromATimeOfArrival() throws Exception {
    peer.createStream(STREAM, 2);
    List<byte[]> records = KinesisSample.records();
    put(records.subList(0, 400));
    Process process =
        CommandRun.start(
            folder.resolve("log"),
            KinesisPeer.environment(),
            arguments("--startAt=trim_horizon", "--stopWhenIdle=1h"));
    Instant again;
    try {
      Set<Path> seen = new HashSet<>();
      awaitTwoCheckpoints(process, seen);
      again = Instant.now();
      put(records.subList(400, 800));
      awaitTwoCheckpoints(process, seen);
    } finally {
      process.destroyForcibly().waitFor();
    }
    put(records.subList(800, records.size()));
    spoilTheSource();

    CommandRun failed = resume("--stopWhenIdle=2s");
    assertThat(failed.status(), is(not(0)));
    assertThat(failed.err(), containsString("--readAgainFrom"));

    CommandRun run = resume("--stopWhenIdle=2s", "--readAgainFrom=" + again);
    assertThat(run.err(), run.status(), is(0));
    KinesisSample.requireSessionsOfBatch(folder);
    // No state remembers rejected records: some are written twice.
    assertThat(
        Set.copyOf(KinesisSample.refused(folder.resolve("stream"))),
        is(Set.copyOf(KinesisSample.refused(folder.resolve("batch")))));
  }
}

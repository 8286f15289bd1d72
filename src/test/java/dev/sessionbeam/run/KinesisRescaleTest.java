package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.SlowClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Resumes a Kinesis stream with another parallelism, so that tasks have several shards, or none.
 * {@code -Dslow.runs=10} sets how often the slow start is tried.
 */
class KinesisRescaleTest {
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

  private List<String> arguments(String stream, int parallelism, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                "--definition=" + KinesisSample.NITRO,
                "--stream=" + stream,
                "--startAt=trim_horizon",
                "--kinesisEndpoint=" + peer.endpoint(),
                "--output=" + folder.resolve("stream"),
                "--checkpoints=" + folder.resolve("checkpoints"),
                "--maxParallelism=8",
                "--resume",
                "--parallelism=" + parallelism));
    args.addAll(List.of(more));
    return args;
  }

  /** Runs the stream in a process of its own, and kills it after two checkpoints. */
  private void runKilled(String stream, int parallelism) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        CommandRun.start(
            log,
            KinesisPeer.environment(),
            arguments(stream, parallelism, "--checkpointingInterval=1000", "--stopWhenIdle=1h"));
    try {
      KinesisSample.awaitTwoCheckpoints(
          process, log, folder.resolve("checkpoints"), new HashSet<>());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void requireResumed(String stream, int shards, int first, int then, String... more)
      throws Exception {
    peer.createStream(stream, shards);
    List<byte[]> records = KinesisSample.records();
    KinesisSample.put(peer, stream, peer.shards(stream), records.subList(0, 500));
    runKilled(stream, first);
    KinesisSample.put(peer, stream, peer.shards(stream), records.subList(500, records.size()));
    CommandRun run = CommandRun.of(arguments(stream, then, more).toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    KinesisSample.requireSameAsBatch(folder);
  }

  /** Tasks without a shard have no reader, and end; with more shards than tasks, some have two. */
  @ParameterizedTest
  @CsvSource({"3, 3, 1", "3, 1, 3", "2, 2, 4", "2, 4, 1"})
  void anotherParallelismLosesNothing(int shards, int first, int then) throws Exception {
    requireResumed(
        "rescaled-" + shards + first + then,
        shards,
        first,
        then,
        "--checkpointingInterval=1000",
        "--stopWhenIdle=2s");
  }

  static IntStream slowRuns() {
    return IntStream.range(0, Integer.getInteger("slow.runs", 1));
  }

  /** The other two readers have records long before it. Twenty checkpoints are due until then. */
  @ParameterizedTest
  @MethodSource("slowRuns")
  void aReaderThatIsSlowToStartIsWaitedFor(int round) throws Exception {
    // The first client is used for the checks before the job.
    SlowClients.slowAfter(1 + 1 + round % 2);
    requireResumed(
        "slow" + round,
        3,
        3,
        1,
        "--clientBuilderFactory=" + SlowClients.class.getName(),
        "--checkpointingInterval=100",
        "--maxBundleTimeMills=50",
        "--stopWhenIdle=2s");
    assertThat(SlowClients.wasSlow(), is(true));
  }

  @Test
  void aSplitWhileNoRunReadsTheStreamIsFollowed() throws Exception {
    String stream = "split-meanwhile";
    peer.createStream(stream, 2);
    List<byte[]> records = KinesisSample.records();
    KinesisSample.put(peer, stream, peer.shards(stream), records.subList(0, 500));
    runKilled(stream, 2);
    var before = peer.shards(stream);
    peer.split(stream, before.get(0));
    var open = new ArrayList<>(peer.shards(stream));
    open.removeAll(before);
    open.removeIf(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
    peer.merge(stream, open.get(1), before.get(1));
    var now = new ArrayList<>(peer.shards(stream));
    now.removeIf(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
    assertThat(now, hasSize(2));
    KinesisSample.put(peer, stream, now, records.subList(500, records.size()));
    CommandRun run =
        CommandRun.of(
            arguments(stream, 3, "--checkpointingInterval=1000", "--stopWhenIdle=2s")
                .toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    KinesisSample.requireSameAsBatch(folder);
  }
}

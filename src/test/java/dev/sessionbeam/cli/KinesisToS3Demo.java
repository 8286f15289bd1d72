package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.S3Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What production runs, with a peer in each place: the simulator puts events into three shards of
 * Kinesis, a Flink cluster of processes computes sessions live, and writes them to S3.
 */
class KinesisToS3Demo {
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";
  private static final String STREAM = "live";
  private static final int EVENTS = 20_000;

  @TempDir private Path folder;

  @Test
  void sessionsOnS3AreThoseOfABatchThoughATaskManagerDiesAndShardsChange() throws Exception {
    try (KinesisPeer kinesis = KinesisPeer.start();
        S3Peer s3 = S3Peer.start(folder.resolve("s3"));
        TestCluster cluster = TestCluster.start(folder.resolve("cluster"), S3Peer.credentials())) {
      // Kinesis takes any keys; S3 knows these.
      System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), S3Peer.ACCESS_KEY);
      System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), S3Peer.SECRET_KEY);
      Path bucket = s3.bucket("lake");
      kinesis.createStream(STREAM, 3);
      submit(kinesis, s3, cluster);
      ClusterJob job = cluster.awaitJob(1);

      CompletableFuture<CommandRun> sent = new CompletableFuture<>();
      String endpoint = "--kinesisEndpoint=" + kinesis.endpoint();
      new Thread(() -> sent.complete(simulate("--stream=" + STREAM, endpoint, "--rate=1000/s")))
          .start();
      TestCluster.await(() -> hasRecords(kinesis));
      cluster.kill("taskmanager-1");
      List<Shard> shards = kinesis.shards(STREAM);
      kinesis.split(STREAM, shards.get(0));
      kinesis.merge(STREAM, shards.get(1), shards.get(2));
      assertThat(sent.get().err(), sent.get().status(), is(0));

      TestCluster.await(() -> job.state().equals("FINISHED"));
      assertThat("it went on from a checkpoint", job.restored() > 0);
      requireLinesOfBatch(bucket.resolve("out"));
    }
  }

  private static void submit(KinesisPeer kinesis, S3Peer s3, TestCluster cluster) {
    CommandRun run =
        CommandRun.of(
            "run",
            "--streaming",
            DEFINITION,
            "--stream=" + STREAM,
            "--startAt=trim_horizon",
            "--kinesisEndpoint=" + kinesis.endpoint(),
            "--awsRegion=" + KinesisPeer.REGION,
            "--s3Endpoint=" + s3.endpoint(),
            "--output=s3://lake/out",
            "--flinkMaster=" + cluster.address(),
            "--filesToStage=" + cluster.jar(),
            "--parallelism=2",
            "--maxDisorder=10m",
            "--checkpointingInterval=1000",
            "--maxBundleTimeMills=200",
            "--fileDelay=1s",
            "--stopWhenIdle=30s");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.err(), containsString("The job runs: "));
  }

  private static CommandRun simulate(String... more) {
    List<String> args =
        new ArrayList<>(List.of("simulate", "--events=" + EVENTS, "--machines=500", "--seed=5"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private static boolean hasRecords(KinesisPeer kinesis) {
    return kinesis.shards(STREAM).stream()
        .allMatch(shard -> kinesis.records(STREAM, shard).size() > 500);
  }

  private void requireLinesOfBatch(Path live) throws Exception {
    Path raw = folder.resolve("raw");
    CommandRun simulated = simulate("--output=" + raw);
    assertThat(simulated.err(), simulated.status(), is(0));
    Path batch = folder.resolve("batch");
    CommandRun run = CommandRun.of("run", DEFINITION, "--input=" + raw, "--output=" + batch);
    assertThat(run.err(), run.status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(dataset, CommandRun.lines(live, dataset).equals(CommandRun.lines(batch, dataset)));
    }
    assertThat(
        CommandRun.lines(live, "invalid"), hasSize(CommandRun.lines(batch, "invalid").size()));
    assertThat(CommandRun.lines(live, "late"), hasSize(0));
  }
}

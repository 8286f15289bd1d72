package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.DuckDb;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.peer.ScorerPeer;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Runs the whole system with local servers: the simulator sends events to the shards of a Kinesis
 * stream, and a Flink cluster of processes computes their sessions live, writes them to S3, and
 * delivers them to a live copy. All {@link Disturbances} happen to it.
 */
class KinesisToS3Demo {
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";
  private static final String STREAM = "live";
  private static final int SENDING_SECONDS = 150;
  private static final int EVENTS = Integer.getInteger("demo.events", 20_000);
  private static final long SEED = Long.getLong("demo.seed", System.nanoTime() % 1_000_000);
  private static final boolean PUSHED = Boolean.getBoolean("demo.pushed");
  private static final int STOPS_IN_A_ROW = Integer.getInteger("demo.stops", 0);
  private static final boolean DRAINED = Boolean.getBoolean("demo.drained");

  /** The results and the logs stay there. */
  private final Path folder =
      Path.of(System.getProperty("demo.folder", "target/demo")).toAbsolutePath();

  @BeforeEach
  void clear() throws IOException {
    DiskFolder.delete(folder);
    Files.createDirectories(folder);
  }

  @Test
  void sessionsOnS3AreThoseOfABatchWhateverHappens() throws Exception {
    System.out.printf(
        Locale.ROOT,
        "seed %d, %d events, shards are %s, all in %s%n",
        SEED,
        EVENTS,
        PUSHED ? "pushed" : "polled",
        folder);
    try (KinesisPeer kinesis = KinesisPeer.start();
        Cable toKinesis = Cable.to(kinesis.endpoint().getPort());
        S3Peer s3 = S3Peer.start(folder.resolve("s3"));
        Relay toS3 = Relay.to(s3.port());
        ScorerPeer copy = ScorerPeer.start(folder.resolve("scorer"));
        TestCluster cluster = TestCluster.start(folder.resolve("cluster"), S3Peer.credentials())) {
      // The Kinesis server accepts any keys; the S3 server accepts only these.
      System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), S3Peer.ACCESS_KEY);
      System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), S3Peer.SECRET_KEY);
      Path bucket = s3.bucket("lake");
      createStream(kinesis);
      List<String> flags = flags(kinesis, toKinesis, toS3, cluster);
      flags.add("--routes=" + routes(copy));

      String endpoint = "--kinesisEndpoint=" + kinesis.endpoint();
      String rate = "--rate=" + Math.max(1, EVENTS / SENDING_SECONDS) + "/s";
      CompletableFuture<CommandRun> sent =
          CompletableFuture.supplyAsync(() -> simulate("--stream=" + STREAM, endpoint, rate));
      Disturbances disturbances =
          new Disturbances(
              SEED,
              cluster,
              kinesis,
              toKinesis,
              toS3,
              STREAM,
              STOPS_IN_A_ROW,
              !DRAINED,
              more -> submit(cluster, flags, more));
      ClusterJob job = disturbances.happen();

      assertThat(sent.get().err(), sent.get().status(), is(0));
      if (DRAINED) {
        // A job that is drained reads no more records.
        int sentRecords = put(kinesis).size();
        Path archive = bucket.resolve("archive");
        TestCluster.await(() -> archived(archive).size() == sentRecords);
        cluster.drain(job);
      }
      TestCluster.await(() -> job.state().equals("FINISHED"));
      requireLinesOfBatch(bucket.resolve("out"));
      requireLiveCopy(copy, bucket.resolve("out"));
      requireArchive(bucket.resolve("archive"), bucket.resolve("out"), kinesis);
    }
  }

  /** Creates a stream of three shards, and one more to which no key leads. */
  private static void createStream(KinesisPeer kinesis) {
    kinesis.createStream(STREAM, 3);
    Shard first = kinesis.shards(STREAM).get(0);
    BigInteger key = new BigInteger(first.hashKeyRange().startingHashKey());
    kinesis.split(STREAM, first, key.add(BigInteger.ONE));
  }

  private static List<String> flags(
      KinesisPeer kinesis, Cable toKinesis, Relay toS3, TestCluster cluster) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                DEFINITION,
                "--stream=" + STREAM,
                "--startAt=trim_horizon",
                "--kinesisEndpoint=" + toKinesis.endpoint(),
                "--awsRegion=" + KinesisPeer.REGION,
                "--s3Endpoint=" + toS3.endpoint(),
                "--output=s3://lake/out",
                "--archive=s3://lake/archive",
                "--flinkMaster=" + cluster.address(),
                "--maxDisorder=10m",
                "--checkpointingInterval=1000",
                "--maxBundleTimeMills=200",
                "--fileDelay=1s"));
    if (PUSHED) {
      flags.add("--consumerArn=" + kinesis.consumer(STREAM));
    }
    return flags;
  }

  private static ClusterJob submit(TestCluster cluster, List<String> flags, List<String> more)
      throws InterruptedException {
    List<String> args = new ArrayList<>(flags);
    args.addAll(more);
    CommandRun run = CommandRun.of(args.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.err(), containsString("The job runs: "));
    return cluster.awaitJob(1);
  }

  private static CommandRun simulate(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "simulate", "--events=" + EVENTS, "--machines=" + EVENTS / 40, "--seed=" + SEED));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private void requireLinesOfBatch(Path live) throws Exception {
    Path raw = folder.resolve("raw");
    CommandRun simulated = simulate("--output=" + raw);
    assertThat(simulated.err(), simulated.status(), is(0));
    Path batch = batch(raw, "batch");
    requireSame(live, batch);
    // The simulator repeats a call whose answer is lost: duplicates of invalid records stay.
    assertThat(
        "invalid",
        Set.copyOf(KinesisSample.refused(live)).equals(Set.copyOf(KinesisSample.refused(batch))));
    assertThat(CommandRun.lines(live, "late"), hasSize(0));
  }

  /** Writes the routes: all sessions go to the live copy. */
  private Path routes(ScorerPeer copy) throws IOException {
    return Files.writeString(
        folder.resolve("routes.json"),
        "[{\"destination_name\": \"scores\", \"destination_url\": \""
            + copy.endpoint()
            + "\", \"source\": \"sessions\"}]");
  }

  /** Requires that the live copy is what a new one gets from the current sessions of the output. */
  private void requireLiveCopy(ScorerPeer copy, Path live) throws Exception {
    assertThat(CommandRun.lines(live, "undelivered"), hasSize(0));
    try (ScorerPeer expected = ScorerPeer.start(folder.resolve("expected-scores"));
        DuckDb results = DuckDb.over(live)) {
      for (String session : results.currentSessions()) {
        assertThat(session, expected.post(session), is(200));
      }
      List<String> scores = withoutRevisions(copy);
      assertThat("scores", scores.equals(withoutRevisions(expected)));
      System.out.printf(Locale.ROOT, "live copy: %d sessions, the current ones%n", scores.size());
    }
  }

  /** Returns the scores without revisions, because the lines of current sessions have none. */
  private static List<String> withoutRevisions(ScorerPeer scorer) throws Exception {
    return scorer.scores().stream()
        .map(score -> score.replaceFirst("\"revision\":[0-9]+,", ""))
        .toList();
  }

  private void requireArchive(Path archive, Path live, KinesisPeer kinesis) throws Exception {
    List<String> put = put(kinesis);
    List<String> archived = archived(archive);
    assertThat(
        "lost: " + sample(put, archived), archived, hasSize(greaterThanOrEqualTo(put.size())));
    assertThat("twice: " + sample(archived, put), archived, hasSize(put.size()));
    assertThat("each record once, as it came", archived.equals(put));
    System.out.printf(Locale.ROOT, "archive: %d records, those of the stream%n", put.size());
    Path batch = batch(archive, "archived");
    requireSame(live, batch);
    assertThat("invalid", KinesisSample.refused(live).equals(KinesisSample.refused(batch)));
  }

  /** All lines of the archive's published files, sorted. A killed task may leave staged files. */
  private static List<String> archived(Path archive) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : CommandRun.files(archive)) {
      String day = archive.relativize(file).getName(0).toString();
      if (day.startsWith("date=")) {
        lines.addAll(CommandRun.lines(archive, archive.relativize(file).toString()));
      }
    }
    lines.sort(null);
    return lines;
  }

  /** All records of the stream, sorted. */
  private static List<String> put(KinesisPeer kinesis) {
    return kinesis.records(STREAM).stream()
        .map(record -> new String(record.data().asByteArray(), UTF_8))
        .sorted()
        .toList();
  }

  /** The first lines that are in one list and not in the other, or less often in the other. */
  private static List<String> sample(List<String> of, List<String> without) {
    List<String> left = new ArrayList<>(of);
    without.forEach(left::remove);
    return left.subList(0, Math.min(5, left.size()));
  }

  private Path batch(Path input, String name) {
    Path output = folder.resolve(name);
    CommandRun run = CommandRun.of("run", DEFINITION, "--input=" + input, "--output=" + output);
    assertThat(run.err(), run.status(), is(0));
    return output;
  }

  /**
   * Requires that the current lines of a stream are the lines of a batch run. A machine that is too
   * slow may delay records by more than the stream's disorder; these revise sessions.
   */
  private static void requireSame(Path live, Path batch) throws Exception {
    try (DuckDb results = DuckDb.over(live)) {
      requireSame("events", live, results.currentEvents(), batch);
      requireSame("sessions", live, results.currentSessions(), batch);
    }
  }

  private static void requireSame(String dataset, Path live, List<String> current, Path batch)
      throws IOException {
    assertThat(dataset, current.equals(CommandRun.lines(batch, dataset)));
    System.out.printf(
        Locale.ROOT,
        "%s: %d current lines, those of batch; %d lines were replaced by revisions%n",
        dataset,
        current.size(),
        CommandRun.lines(live, dataset).size() - current.size());
  }
}

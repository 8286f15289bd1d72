package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.SqsPeer;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the pipeline over a live stream, with five destinations, on a fresh cluster of two
 * TaskManagers with fresh servers, and measures it.
 */
final class IsolationRun {
  private static final String STREAM = "live";
  private static final int SHARDS = 4;
  private static final Set<String> ENDS = Set.of("FINISHED", "FAILED", "CANCELED");

  /** For 150,000 dead letters. */
  private static final int SQS_MEGABYTES = 1500;

  private final IsolationSettings settings;
  private final boolean ill;
  private final Path folder;
  private final DeliveryTimes times;

  private IsolationRun(IsolationSettings settings, boolean ill, Path folder) {
    this.settings = settings;
    this.ill = ill;
    this.folder = folder;
    this.times = new DeliveryTimes(settings.events(), FiveDestinations.ALL);
  }

  /**
   * Makes a run, checks what it delivered, and returns what was measured.
   *
   * @param ill whether three of the destinations are ill
   * @param folder is emptied; results and logs stay there
   */
  static IsolationResult measure(IsolationSettings settings, boolean ill, Path folder)
      throws Exception {
    DiskFolder.delete(folder);
    Files.createDirectories(folder);
    return new IsolationRun(settings, ill, folder).measure();
  }

  private IsolationResult measure() throws Exception {
    try (KinesisPeer kinesis = KinesisPeer.start();
        Cable toKinesis = Cable.to(kinesis.endpoint().getPort(), this::watcher);
        SqsPeer sqs = SqsPeer.start(folder, SQS_MEGABYTES);
        FiveDestinations destinations = FiveDestinations.start(ill, settings.share(), times, sqs);
        TestCluster cluster =
            TestCluster.start(folder.resolve("cluster"), KinesisPeer.environment())) {
      kinesis.createStream(STREAM, SHARDS);
      ClusterJob job =
          start(
              cluster,
              flags(cluster, toKinesis, destinations.routes(folder.resolve("routes.json"))));
      URI address = URI.create("http://" + cluster.address() + "/");
      try (CheckpointWatch checkpoints = CheckpointWatch.of(address, job.id())) {
        Feeding feeding = feed(kinesis);
        TestCluster.await(() -> ENDS.contains(job.state()));
        assertThat(job.failure().orElse("failed"), job.state(), is("FINISHED"));
        checkpoints.look();
        assertThat("restarts: the job failed on its way", job.restored(), is(0));
        IsolationResult result = result(checkpoints, feeding);
        Deliveries deliveries = Deliveries.of(EndedJob.of(address.getPort(), job.id()));
        System.out.println(result + "\n" + deliveries.table(/* partial= */ false));
        new DeliveredEvents(settings, times, destinations, folder.resolve("out"))
            .requireAll(deliveries, ill);
        return result;
      }
    }
  }

  private IsolationResult result(CheckpointWatch checkpoints, Feeding feeding) {
    return new IsolationResult(
        ill,
        times.sinceRead(FiveDestinations.HEALTHY, settings::isMeasured),
        times.sincePut(FiveDestinations.HEALTHY, settings::isMeasured),
        Percentiles.of(checkpoints.durations(feeding::includes)),
        feeding,
        List.of(
            times.unread(settings::isMeasured) + " measured events without a time of reading",
            times.copies() + " copies came to destinations",
            checkpoints.failed(feeding::includes) + " checkpoints failed while they came",
            "checkpoints while the run ended, in ms: "
                + checkpoints.durations(feeding::isAfter).stream()
                    .map(TimeUnit.NANOSECONDS::toMillis)
                    .toList()));
  }

  /** Sees which events a reader of the stream gets. */
  private Cable.Watcher watcher() {
    EventNumbers numbers = new EventNumbers();
    return (bytes, length) -> numbers.find(bytes, length, times::read);
  }

  private List<String> flags(TestCluster cluster, Cable toKinesis, Path routes) {
    return List.of(
        "run",
        "--streaming",
        "--definition=pipelines/nitro.yaml",
        "--stream=" + STREAM,
        "--startAt=trim_horizon",
        "--stopWhenIdle=20s",
        "--kinesisEndpoint=" + toKinesis.endpoint(),
        "--awsRegion=" + KinesisPeer.REGION,
        "--output=" + folder.resolve("out"),
        "--flinkMaster=" + cluster.address(),
        "--filesToStage=" + cluster.jar(),
        "--parallelism=4",
        "--checkpointingInterval=1000",
        "--maxBundleTimeMills=200",
        "--fileDelay=1s",
        "--routes=" + routes,
        "--deliveryDrain=" + settings.drainSeconds() + "s");
  }

  private static ClusterJob start(TestCluster cluster, List<String> flags)
      throws InterruptedException {
    CommandRun run = CommandRun.of(flags.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    return cluster.awaitJob(2);
  }

  private Feeding feed(KinesisPeer kinesis) throws IOException {
    int first = settings.rate() * settings.warmUpSeconds();
    LiveFeed.feed(kinesis, STREAM, settings.rate(), 0, first, times);
    long begin = System.currentTimeMillis();
    CpuTime before = CpuTime.now();
    Duration delay =
        LiveFeed.feed(kinesis, STREAM, settings.rate(), first, settings.events(), times);
    return new Feeding(
        begin, System.currentTimeMillis(), delay, CpuTime.now().percentSince(before));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A stream of simulated events on a cluster, with routes. Its sessions are revised. */
final class DeliveringStream {
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";
  private static final int PARALLELISM = 3;
  private static final int EVENTS_OF_A_MACHINE = 40;
  private static final int MOST_MINUTES = 10;

  private final Path folder;
  private final TestCluster cluster;
  private final int rate;

  /**
   * Creates a stream, and does not start it.
   *
   * @param folder has the routes, in {@code routes.json}, and gets everything else
   * @param rate events a second, until the end
   */
  DeliveringStream(Path folder, TestCluster cluster, int rate) {
    this.folder = folder;
    this.cluster = cluster;
    this.rate = rate;
  }

  /**
   * Makes the events: in disorder, so that some come when their session is written already. None is
   * later than the allowed lateness.
   */
  void simulate(int seconds, long seed) {
    int events = rate * seconds;
    require(
        CommandRun.of(
            "simulate",
            "--events=" + events,
            "--machines=" + Math.max(PARALLELISM, events / EVENTS_OF_A_MACHINE),
            "--seed=" + seed,
            "--disorder=12h",
            "--duplicates=0",
            "--files=" + PARALLELISM,
            "--output=" + folder.resolve("in")));
  }

  /** Starts the job, and waits until it has a checkpoint. */
  ClusterJob start() throws InterruptedException {
    return start(List.of());
  }

  /** Stops the job with a savepoint, and returns the savepoint. */
  String stop(ClusterJob job) throws InterruptedException {
    String savepoint = cluster.stopped(job);
    TestCluster.await(() -> job.state().equals("FINISHED"));
    return savepoint;
  }

  /** Resumes the job from a savepoint. */
  ClusterJob resume(String savepoint) throws InterruptedException {
    return start(List.of("--savepointPath=" + savepoint));
  }

  private ClusterJob start(List<String> more) throws InterruptedException {
    List<String> flags = new ArrayList<>(more);
    flags.add("--attachedMode=false");
    flags.add("--replayRate=" + rate + "/s");
    require(run(flags));
    return cluster.awaitJob(1);
  }

  /** Resumes the job at full speed, waits for the end of the stream, and returns how it ended. */
  CommandRun end(String savepoint) throws Exception {
    return CompletableFuture.supplyAsync(
            () -> run(List.of("--savepointPath=" + savepoint, "--deliveryDrain=2m")))
        .get(MOST_MINUTES, TimeUnit.MINUTES);
  }

  private CommandRun run(List<String> more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                DEFINITION,
                "--input=" + folder.resolve("in"),
                "--output=" + output(),
                "--routes=" + folder.resolve("routes.json"),
                "--flinkMaster=" + cluster.address(),
                "--filesToStage=" + cluster.jar(),
                "--parallelism=" + PARALLELISM,
                // By its own settings, the cluster waits longer before each further restart.
                "--numberOfExecutionRetries=1000",
                "--executionRetryDelay=1000",
                "--maxDisorder=1m",
                "--checkpointingInterval=3000",
                "--maxBundleTimeMills=200",
                "--fileDelay=1s"));
    flags.addAll(more);
    return CommandRun.of(flags.toArray(new String[0]));
  }

  Path output() {
    return folder.resolve("out");
  }

  /** Computes the same events in a batch run, and returns its output. */
  Path batch() {
    Path output = folder.resolve("batch");
    require(
        CommandRun.of("run", DEFINITION, "--input=" + folder.resolve("in"), "--output=" + output));
    return output;
  }

  private static void require(CommandRun run) {
    assertThat(run.err() + run.out(), run.status(), is(0));
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a stream on a real cluster whose processes are killed: the lines are those of batch. */
class ClusterRunTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw").toAbsolutePath();

  @TempDir private static Path shared;
  private static TestCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(Files.createDirectory(shared.resolve("cluster")));
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private CommandRun stream(String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--streaming",
                "--flinkMaster=" + cluster.address(),
                "--filesToStage=" + cluster.jar(),
                "--checkpointingInterval=500",
                "--maxBundleTimeMills=100",
                "--fileDelay=300ms"));
    flags.addAll(List.of(more));
    return CommandRun.run(
        "FlinkRunner", DEFINITION, SAMPLE, output(), flags.toArray(new String[0]));
  }

  private Path output() {
    return folder.resolve("out");
  }

  private void requireLinesOfBatch() throws IOException {
    Path batch = folder.resolve("batch");
    CommandRun run = CommandRun.run("FlinkRunner", DEFINITION, SAMPLE, batch);
    assertThat(run.err(), run.status(), is(0));
    for (String dataset : List.of("events", "sessions", "invalid")) {
      assertThat(
          dataset, CommandRun.lines(output(), dataset), is(CommandRun.lines(batch, dataset)));
    }
  }

  /** One stream for all of it, because each start of a process takes long. */
  @Test
  void aStreamSurvivesAKilledJobManagerAStopWithAnotherParallelismAndAKilledTaskManager()
      throws Exception {
    CommandRun first = stream("--parallelism=3", "--replayRate=20/s", "--attachedMode=false");
    assertThat(first.err(), first.status(), is(0));
    ClusterJob job = cluster.awaitJob(1);
    assertThat(first.err(), containsString("The job runs: " + job.id()));
    cluster.kill("jobmanager");
    TestCluster.await(() -> job.restored() > 0);
    assertThat("the same job", cluster.awaitJob(1).id(), is(job.id()));
    cluster.stop(job);
    TestCluster.await(() -> job.stoppedWith().isPresent() && job.state().equals("FINISHED"));
    String savepoint = job.stoppedWith().orElseThrow();

    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () -> stream("--parallelism=2", "--replayRate=20/s", "--savepointPath=" + savepoint));
    ClusterJob next = cluster.awaitJob(1);
    assertThat(cluster.metrics("flink_jobmanager_job_numRestarts"), is(not(empty())));
    assertThat(
        cluster.metrics(
            "flink_taskmanager_job_task_operator_dev_sessionbeam_io_ReadMetrics_records"),
        is(not(empty())));
    assertThat(
        cluster.metrics("flink_taskmanager_job_task_operator_currentInputWatermark"),
        is(not(empty())));
    cluster.kill("taskmanager-1");
    CommandRun last = running.get();
    assertThat(last.err(), last.status(), is(0));
    assertThat("resumed from a checkpoint, too", next.restored() > 1);
    assertThat(last.err(), containsString(next.page()));
    assertThat(last.out(), containsString("Counted since the checkpoint"));
    requireLinesOfBatch();
  }

  @Test
  void anUndisturbedStreamHasALedgerThatAddsUp() throws Exception {
    CommandRun run = stream("--parallelism=1");
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    requireLinesOfBatch();
  }
}

package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a stream in Flink's application mode, with Flink's own start of a JobManager that runs an
 * application. {@code FlinkApplicationTest} has the faults of flags.
 */
class ApplicationModeTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw").toAbsolutePath();

  @TempDir private Path folder;

  private TestCluster prepare(int taskManagers) throws IOException {
    return TestCluster.prepared(Files.createDirectory(folder.resolve("cluster")), taskManagers);
  }

  private Path output() {
    return folder.resolve("out");
  }

  private String[] start(TestCluster cluster, Path definition, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "application",
                "--jars=" + cluster.applicationJars(),
                "--streaming",
                "--definition=" + definition,
                "--input=" + SAMPLE,
                "--output=" + output(),
                "--replayRate=20/s",
                "--checkpointingInterval=500",
                "--maxBundleTimeMills=100",
                "--fileDelay=300ms"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private Set<RunId> runs() throws IOException {
    return UnfinishedStreams.in(OutputFolder.of(output().toString())).runs();
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

  /** The JobManager stays and reports it, so that an operator finds the cause. */
  @Test
  void aStreamThatCannotBeStartedIsAFailedJobWithOurMessage() throws Exception {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(DEFINITION).replaceFirst("gap:", "gapp:"));
    try (TestCluster cluster = prepare(0)) {
      String printed = cluster.failing(start(cluster, wrong));
      assertThat(printed, containsString("gapp"));
      assertThat(printed, not(containsString("\tat ")));
      assertThat(cluster.log("jobmanager"), containsString("The stream was not started: "));
      CommandRun status = CommandRun.of("status", "--flinkMaster=" + cluster.address());
      assertThat(status.out(), containsString("FAILED"));
      assertThat(status.out(), containsString("gapp"));
      assertThat(CommandRun.files(output()), is(empty()));
      assertThat(cluster.failing(start(cluster, DEFINITION)), containsString("cluster forget"));
      cluster.command("forget");
    }
  }

  @Test
  void aStreamSurvivesAKilledJobManagerAndAStopAndWritesEachEventOnce() throws Exception {
    try (TestCluster cluster = prepare(2)) {
      cluster.command(start(cluster, DEFINITION, "--parallelism=3"));
      ClusterJob job = cluster.awaitJob(1);
      Set<RunId> first = runs();
      assertThat(first, hasSize(1));
      cluster.kill("jobmanager");
      TestCluster.await(() -> job.restored() > 0);
      assertThat("the same job", cluster.awaitJob(1).id(), is(job.id()));
      TestCluster.await(
          () -> cluster.log("jobmanager").contains("has recovered the job " + job.id()));
      assertThat("the same run", runs(), is(first));

      String savepoint = cluster.command("stop").lines().reduce((a, b) -> b).orElseThrow();
      assertThat(savepoint, containsString("/savepoints/savepoint-"));

      cluster.command(
          start(cluster, DEFINITION, "--fromSavepoint=" + savepoint, "--parallelism=2"));
      ClusterJob next = cluster.awaitJob(1);
      assertThat("another job", next.id(), is(not(job.id())));
      assertThat(next.restored(), is(greaterThan(0)));
      assertThat("the same run", runs(), is(first));
      TestCluster.await(() -> next.state().equals("FINISHED"));
    }
    requireLinesOfBatch();
  }
}

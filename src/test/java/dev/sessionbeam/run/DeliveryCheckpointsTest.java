package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.publish.RunId;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deliveries of a stream need of Flink's checkpoints. */
class DeliveryCheckpointsTest {
  private static FlinkPipelineOptions options(String... flags) {
    return PipelineOptionsFactory.fromArgs(flags).as(FlinkPipelineOptions.class);
  }

  /** Otherwise, they would wait for ever. */
  @Test
  void sessionsWaitForACheckpointOnlyIfThereAreCheckpoints() {
    assertThat(DeliveryCheckpoints.areTaken(options("--runner=FlinkRunner")), is(false));
    assertThat(
        DeliveryCheckpoints.areTaken(
            options("--runner=FlinkRunner", "--checkpointingInterval=10000")),
        is(true));
    assertThat(DeliveryCheckpoints.areTaken(options("--runner=DirectRunner")), is(true));
  }

  private static long timeout(Duration drain, String... flags) {
    FlinkPipelineOptions options = options(flags);
    DeliveryCheckpoints.outlast(drain, options);
    return options.getCheckpointTimeoutMillis();
  }

  /** A task that waits for destinations takes part in no checkpoint. */
  @Test
  void aCheckpointMayTakeLongerThanTheEndOfTheStreamWaits() {
    long flinks = -1;
    assertThat(timeout(Duration.ofMinutes(1)), is(flinks));
    assertThat(timeout(Duration.ofMinutes(10)), is(Duration.ofMinutes(15).toMillis()));
    String minute = "--checkpointTimeoutMillis=60000";
    assertThat(timeout(Duration.ofMinutes(1), minute), is(Duration.ofMinutes(6).toMillis()));
    String hour = "--checkpointTimeoutMillis=3600000";
    assertThat(timeout(Duration.ofMinutes(10), hour), is(Duration.ofHours(1).toMillis()));
  }

  @Test
  void aStreamWithRoutesSetsItsTimeout(@TempDir Path folder) throws Exception {
    PipelineOptions options =
        PlannedRun.options(
            folder.resolve("out"),
            "--streaming=true",
            "--runner=FlinkRunner",
            "--routes=" + PlannedRun.routes(folder),
            "--deliveryDrain=20m");
    var unused = RunPipeline.of(RunPlan.of(options, line -> {}), options, RunId.draw());
    assertThat(
        options.as(FlinkPipelineOptions.class).getCheckpointTimeoutMillis(),
        is(Duration.ofMinutes(25).toMillis()));
  }
}

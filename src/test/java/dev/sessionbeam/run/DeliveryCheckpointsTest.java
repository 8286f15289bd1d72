package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

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
}

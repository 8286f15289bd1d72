package dev.sessionbeam.run;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** What the deliveries of a stream need of Flink's checkpoints. */
final class DeliveryCheckpoints {
  private DeliveryCheckpoints() {}

  /**
   * Returns whether the runner says when something is committed. Flink says so of its checkpoints,
   * so without them, what waits for that would wait for ever.
   */
  static boolean areTaken(PipelineOptions options) {
    return options.getRunner() != FlinkRunner.class
        || options.as(FlinkPipelineOptions.class).getCheckpointingInterval() > 0;
  }
}

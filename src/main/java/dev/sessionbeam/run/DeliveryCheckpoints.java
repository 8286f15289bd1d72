package dev.sessionbeam.run;

import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** What the deliveries of a stream need of Flink's checkpoints. */
final class DeliveryCheckpoints {
  /** How long a checkpoint may take where nothing else is said. */
  private static final Duration FLINKS_TIMEOUT = Duration.ofMinutes(10);

  /** What a checkpoint may take beside the drain. */
  private static final Duration BESIDE_DRAIN = Duration.ofMinutes(5);

  private DeliveryCheckpoints() {}

  /**
   * Returns whether the runner says when something is committed. Flink says so of its checkpoints,
   * so without them, what waits for that would wait for ever.
   */
  static boolean areTaken(PipelineOptions options) {
    return options.getRunner() != FlinkRunner.class
        || options.as(FlinkPipelineOptions.class).getCheckpointingInterval() > 0;
  }

  /**
   * Lets checkpoints take longer than the end of the stream waits for destinations: while a task
   * waits, it takes part in no checkpoint, and one that takes too long makes the job fail.
   */
  static void outlast(Duration drain, PipelineOptions options) {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    long given = flink.getCheckpointTimeoutMillis();
    long needed = drain.plus(BESIDE_DRAIN).toMillis();
    if (needed > (given > 0 ? given : FLINKS_TIMEOUT.toMillis())) {
      flink.setCheckpointTimeoutMillis(needed);
    }
  }
}

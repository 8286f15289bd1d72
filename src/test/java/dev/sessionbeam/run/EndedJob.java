package dev.sessionbeam.run;

import java.util.Map;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.joda.time.Duration;

/**
 * A job that has ended on a cluster, with its metrics. A command that submits a live stream does
 * not wait for its end, so it prints no ledger.
 */
final class EndedJob implements PipelineResult {
  private final MetricResults metrics;

  private EndedJob(MetricResults metrics) {
    this.metrics = metrics;
  }

  /**
   * Reads the metrics of a job that has ended.
   *
   * @param port of the cluster's REST, on this machine
   */
  static EndedJob of(int port, String job) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.PORT, port);
    try (RestClusterClient<String> client = new RestClusterClient<>(configuration, "any")) {
      Map<String, Object> accumulators =
          client.getAccumulators(JobID.fromHexString(job), EndedJob.class.getClassLoader()).get();
      return new EndedJob(
          MetricsContainerStepMap.asAttemptedOnlyMetricResults(
              (MetricsContainerStepMap) accumulators.get(FlinkMetricContainer.ACCUMULATOR_NAME)));
    }
  }

  @Override
  public State getState() {
    return State.DONE;
  }

  @Override
  public State cancel() {
    return State.DONE;
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    return State.DONE;
  }

  @Override
  public State waitUntilFinish() {
    return State.DONE;
  }

  @Override
  public MetricResults metrics() {
    return metrics;
  }
}

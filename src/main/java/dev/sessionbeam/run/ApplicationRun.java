package dev.sessionbeam.run;

import java.io.PrintWriter;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Runs a plan on the Flink cluster that has called this program: submits the job, which the cluster
 * then watches.
 */
final class ApplicationRun implements JobSubmission {
  private final ApplicationCluster cluster;
  private final PrintWriter err;

  private ApplicationRun(ApplicationCluster cluster, PrintWriter err) {
    this.cluster = cluster;
    this.err = err;
  }

  /**
   * Returns a run with options that {@link ApplicationFlags} has checked.
   *
   * @param err gets a line when the job is submitted
   * @throws UsageException if the stream is to be read again, and the copy of the savepoint cannot
   *     be made
   */
  static ApplicationRun of(ApplicationCluster cluster, PipelineOptions options, PrintWriter err)
      throws UsageException {
    String savepoint = options.as(FlinkPipelineOptions.class).getSavepointPath();
    if (savepoint != null && options.as(StreamOptions.class).getReadAgainFrom() != null) {
      var unused =
          CheckpointWithoutSource.of(CheckpointWithoutSource.original(savepoint).orElseThrow());
    }
    return new ApplicationRun(cluster, err);
  }

  /** Returns when the job has restored its state, and leaves the rest to the cluster. */
  @Override
  public Optional<Ledger> run(Pipeline pipeline, Leftovers leftovers) {
    try {
      var unused = pipeline.run();
    } catch (RuntimeException e) {
      throw new ClusterJobException("the job did not start: " + ClusterRun.innermost(e), e);
    }
    err.println("The job runs: " + cluster.job());
    return Optional.empty();
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.io.file.UnreadableInputException;
import dev.sessionbeam.publish.StagedResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Runs a plan on a Flink cluster: submits the job and, if its input has an end, waits for its
 * ledger.
 */
final class ClusterRun implements JobSubmission {
  private final RunPlan plan;
  private final ClusterJob job;
  private final FlinkPipelineOptions flink;
  private final PrintWriter err;

  /**
   * Creates a run of a plan.
   *
   * @param options as {@link FlinkCluster#setUp} left them
   * @param job the id that {@code setUp} returned
   */
  ClusterRun(RunPlan plan, PipelineOptions options, String job, PrintWriter err) {
    this.plan = plan;
    this.job = new ClusterJob(FlinkCluster.address(options), job);
    this.flink = options.as(FlinkPipelineOptions.class);
    this.err = err;
  }

  @Override
  public Optional<Ledger> run(Pipeline pipeline, Leftovers leftovers) throws IOException {
    if (plan.stream() != null && plan.files().isEmpty()) {
      // A stream that does not read files has no end to wait for.
      flink.setAttachedMode(false);
    }
    if (!flink.getAttachedMode()) {
      submit(pipeline, leftovers);
      print("The job runs: " + job.id());
      print("Watch it: " + job.page());
      return Optional.empty();
    }
    print("Submitting the job: " + job.id());
    print("Watch it: " + job.page());
    PipelineResult result;
    try (ClusterWatch ignored = ClusterWatch.start(job, err)) {
      result = submit(pipeline, leftovers);
    }
    boolean resumed = false;
    if (plan.stream() != null) {
      job.awaitNews();
      Optional<String> savepoint = job.stoppedWith();
      if (savepoint.isPresent()) {
        print(
            "The job was stopped. To resume it, run the same command with --savepointPath="
                + savepoint.get());
        return Optional.empty();
      }
      resumed = job.restored() > 0;
      leftovers.deleteStaged();
    }
    return Optional.of(Ledger.of(result, plan.archive() != null, resumed));
  }

  private PipelineResult submit(Pipeline pipeline, Leftovers leftovers) throws IOException {
    try {
      return pipeline.run();
    } catch (RuntimeException e) {
      throw explained(e, leftovers);
    }
  }

  private RuntimeException explained(RuntimeException e, Leftovers leftovers) throws IOException {
    String state;
    String failure;
    try {
      job.awaitNews();
      state = job.state();
      failure = job.failure().orElse(innermost(e));
    } catch (IOException unknown) {
      // The cluster is gone, or did not accept the job: then nothing works on the output.
      return new ClusterJobException(
          "the cluster did not accept the job, or is gone: " + innermost(e), e);
    }
    StagedResults staged = plan.staged();
    if (staged != null && (state.equals("FAILED") || state.equals("CANCELED"))) {
      leftovers.discard(staged);
    }
    return switch (state) {
      case "FAILED" ->
          failure.contains(UnreadableInputException.class.getName())
              ? e
              : new ClusterJobException("the job failed: " + failure, e);
      case "CANCELED" -> new ClusterJobException("the job was cancelled", e);
      default ->
          new ClusterJobException(
              "lost the connection to the job, which is "
                  + state
                  + " (see "
                  + job.page()
                  + "): "
                  + innermost(e),
              e);
    };
  }

  /** The message of the innermost cause. */
  static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.sink.StagedResults;
import dev.sessionbeam.source.UnreadableInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A run whose work a cluster does: hands the job over and, where its input ends, waits for its
 * ledger.
 */
final class ClusterRun {
  private final RunPlan plan;
  private final ClusterJob job;
  private final FlinkPipelineOptions flink;
  private final PrintWriter err;

  /**
   * A run of a plan.
   *
   * @param options as {@link FlinkCluster#setUp} left them
   * @param job the id that this gave
   */
  ClusterRun(RunPlan plan, PipelineOptions options, String job, PrintWriter err) {
    this.plan = plan;
    this.job = new ClusterJob(FlinkCluster.address(options), job);
    this.flink = options.as(FlinkPipelineOptions.class);
    this.err = err;
  }

  /**
   * Hands the job over.
   *
   * @param leftovers of the run, for its end
   * @return the ledger; none where the job goes on without this process, or was stopped
   * @throws ClusterJobException where the cluster does not take it, or it ends in another way
   */
  Optional<Ledger> run(Pipeline pipeline, Leftovers leftovers) throws IOException {
    if (plan.stream() != null && plan.files().isEmpty()) {
      // A stream without files never ends, and nobody waits for that.
      flink.setAttachedMode(false);
    }
    if (!flink.getAttachedMode()) {
      handOver(pipeline, leftovers);
      say("The job runs: " + job.id());
      say("Watch it: " + job.page());
      return Optional.empty();
    }
    say("The job goes to the cluster: " + job.id());
    say("Watch it: " + job.page());
    PipelineResult result;
    try (ClusterWatch ignored = ClusterWatch.start(job, err)) {
      result = handOver(pipeline, leftovers);
    }
    boolean goesOn = false;
    if (plan.stream() != null) {
      job.awaitNews();
      Optional<String> savepoint = job.stoppedWith();
      if (savepoint.isPresent()) {
        say(
            "The job was stopped. To go on: the same command with --savepointPath="
                + savepoint.get());
        return Optional.empty();
      }
      goesOn = job.restored() > 0;
      leftovers.deleteStaged();
    }
    return Optional.of(Ledger.of(result, plan.archive() != null, goesOn));
  }

  private PipelineResult handOver(Pipeline pipeline, Leftovers leftovers) throws IOException {
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
      // Not there, or not taken: then nobody works on the output.
      return new ClusterJobException(
          "the cluster did not take the job, or was lost: " + innermost(e), e);
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
              "no longer in touch with the job, which is "
                  + state
                  + " (see "
                  + job.page()
                  + "): "
                  + innermost(e),
              e);
    };
  }

  private static String innermost(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }
}

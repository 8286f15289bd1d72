package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkJob;
import dev.sessionbeam.deploy.Launch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A FlinkDeployment as the cluster has it: what it is to be, and what Flink's operator says of it.
 *
 * @param json the object
 */
record FlinkResource(JsonNode json) {
  /** Flink's own setting for the id of a job. The operator takes it, and no other id then. */
  static final String JOB_ID = "$internal.pipeline.job-id";

  /** Whether it is to run the job of a launch. */
  boolean isOf(Launch launch) {
    return launch.jobId().equals(json.at("/spec/flinkConfiguration").path(JOB_ID).asText());
  }

  String version() {
    return json.at("/metadata/resourceVersion").asText();
  }

  /** Whether somebody wants it suspended. */
  boolean isToBeSuspended() {
    return json.at("/spec/job/state").asText().equals("suspended");
  }

  /** Whether the operator has suspended it: no pod of it is left. */
  boolean isSuspended() {
    return lifecycle().equals("SUSPENDED");
  }

  /** Whether its job has ended, and does not come back by itself. */
  boolean hasEnded() {
    return FlinkJob.hasEnded(jobState()) || lifecycle().equals("FAILED");
  }

  /** Whether the operator has seen what it is to be. */
  boolean isSeen() {
    return json.at("/status/observedGeneration").asLong()
        >= json.at("/metadata/generation").asLong();
  }

  /** The savepoint with which a job was suspended; empty if it is one of another job. */
  Optional<String> savepointOf(Launch launch) {
    String path = json.at("/status/jobStatus/upgradeSavepointPath").asText();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.startsWith(JobStates.savepointName(launch.jobId()))
        ? Optional.of(path)
        : Optional.empty();
  }

  /** What is wrong, in the operator's words; null if nothing is. */
  @Nullable String error() {
    return OperatorError.text(json.at("/status/error").asText());
  }

  /** What it does, for a person, such as {@code DEPLOYED, the job is RESTARTING}. */
  String summary() {
    String state = jobState();
    return lifecycle() + (state.isEmpty() ? "" : ", the job is " + state);
  }

  private String jobState() {
    return json.at("/status/jobStatus/state").asText();
  }

  private String lifecycle() {
    return json.at("/status/lifecycleState").asText("CREATED");
  }
}

package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.deploy.SimulatedJobs;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does with FlinkDeployments what Flink's operator 1.10 does: a first deployment, suspension with a
 * savepoint or without a state, a resumption, and deletion. Each step is one turn of its loop. The
 * number of the version is the parallelism of the job.
 */
final class SimulatedOperator {
  private static final String FINALIZER = "flinkdeployments.flink.apache.org/finalizer";
  private static final String ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";

  private final ApiServer server;
  private final String path;
  private final SimulatedJobs jobs;
  private final Savepoints savepoints;

  /** Makes savepoints. */
  interface Savepoints {
    /** Returns where the savepoint of a job is. */
    String of(String jobId);
  }

  SimulatedOperator(ApiServer server, String path, SimulatedJobs jobs, Savepoints savepoints) {
    this.server = server;
    this.path = path;
    this.jobs = jobs;
    this.savepoints = savepoints;
  }

  /** One turn. */
  void step() throws IOException {
    ObjectNode object = server.get(path).orElse(null);
    if (object == null) {
      return;
    }
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    if (metadata.hasNonNull("deletionTimestamp")) {
      cleanUp(object);
      metadata.remove("finalizers");
      server.put(path, object);
      return;
    }
    if (!metadata.path("finalizers").toString().contains(FINALIZER)) {
      metadata.putArray("finalizers").add(FINALIZER);
    }
    ObjectNode before = object.deepCopy();
    ObjectNode status = object.withObject("/status");
    reconcile(object.path("spec"), status);
    observe(status);
    status.put("observedGeneration", metadata.path("generation").asLong());
    if (object.equals(before)) {
      return;
    }
    try {
      server.put(path, object);
    } catch (ApiServer.RefusedException e) {
      if (e.status() != 409) {
        throw e;
      }
      // It was changed meanwhile: the next turn sees it.
    }
  }

  private void cleanUp(ObjectNode object) {
    String job = object.at("/status/jobStatus/jobId").asText();
    if (job.isEmpty() || jobs.hasEnded(job)) {
      return;
    }
    if (!object.at("/spec/flinkConfiguration").path(ON_DELETION).asText().equals("false")) {
      throw new AssertionError("the operator would try a savepoint before it deletes " + job);
    }
    jobs.end(job);
  }

  private void reconcile(JsonNode spec, ObjectNode status) {
    boolean wantsToRun = spec.at("/job/state").asText().equals("running");
    ObjectNode last = status.withObject("/last");
    if (last.isEmpty()) {
      if (wantsToRun) {
        String from = spec.at("/job/initialSavepointPath").asText(null);
        status.withObject("/jobStatus").put("upgradeSavepointPath", from);
        deploy(spec, status, from);
      } else {
        status.put("lifecycleState", "CREATED");
      }
      return;
    }
    boolean runs = last.path("state").asText().equals("running");
    boolean differs = !key(spec).equals(last.path("key").asText());
    if (runs && (!wantsToRun || differs)) {
      if (!suspend(spec, status)) {
        return;
      }
      runs = false;
    }
    if (!runs && wantsToRun) {
      deploy(spec, status, status.at("/jobStatus/upgradeSavepointPath").asText(null));
    }
  }

  /** Returns whether it is suspended. */
  private boolean suspend(JsonNode spec, ObjectNode status) {
    ObjectNode job = status.withObject("/jobStatus");
    String id = job.path("jobId").asText();
    if (spec.at("/job/upgradeMode").asText().equals("stateless")) {
      jobs.end(id);
    } else if (!jobs.hasEnded(id)) {
      if (!jobs.canBeStopped(id)) {
        status.put("error", "a task does not answer");
        if (jobs.stopsTooLate(id)) {
          jobs.stop(id, savepoints.of(id));
          job.put("state", "FINISHED");
        }
        return false;
      }
      String savepoint = savepoints.of(id);
      jobs.stop(id, savepoint);
      job.put("upgradeSavepointPath", savepoint);
    }
    // A job that has failed is suspended with the path that the operator knows, however old it is.
    job.put("state", "FINISHED");
    status.withObject("/last").put("state", "suspended");
    status.put("lifecycleState", "SUSPENDED");
    status.remove("error");
    return true;
  }

  private void deploy(JsonNode spec, ObjectNode status, @Nullable String from) {
    String id = spec.at("/flinkConfiguration").path(FlinkResource.JOB_ID).asText();
    jobs.start(id, spec.at("/job/parallelism").asInt(), from);
    status.withObject("/jobStatus").put("jobId", id).put("state", "RUNNING");
    status.withObject("/last").put("state", "running").put("key", key(spec));
    status.put("lifecycleState", "DEPLOYED");
    status.remove("error");
  }

  private void observe(ObjectNode status) {
    String id = status.at("/jobStatus/jobId").asText();
    if (id.isEmpty() || !status.at("/last/state").asText().equals("running")) {
      return;
    }
    jobs.goOn(id);
    if (jobs.hasEnded(id)) {
      status.withObject("/jobStatus").put("state", "FAILED");
      status.put("lifecycleState", "FAILED");
      status.put(
          "error",
          "{\"type\":\"E\",\"message\":\"it failed\",\"throwableList\":[{\"message\":\"it crashed\"}]}");
    }
  }

  /** What makes a new version of it, if it changes. */
  private static String key(JsonNode spec) {
    return List.of(
            spec.at("/job/parallelism"), spec.at("/flinkConfiguration").path(FlinkResource.JOB_ID))
        .toString();
  }
}

package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.cluster.RootCause;
import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Look;
import dev.sessionbeam.deploy.NoSavepointException;
import dev.sessionbeam.deploy.Platform;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the job of a stage by Flink's operator. Each launch is a FlinkDeployment of its own, which
 * has the name of the one before it: the operator starts a new one from the savepoint that it
 * names, and from nothing else. Changed in place, it would go on from what the operator knows of
 * the job before, and it refuses to begin afresh.
 */
final class OperatorPlatform implements Platform {
  private static final Duration GONE = Duration.ofMinutes(10);
  private static final String KILLED =
      "owner=helm,name=%s,status in (pending-install,pending-upgrade,pending-rollback)";

  private final Kubectl kubectl;
  private final Helm helm;
  private final JobStates states;
  private final VersionMaps versions;
  private final FlinkResources resources;
  private final OperatorStop stopping;
  private final @Nullable StackData data;
  private final String release;
  private final Clock clock;
  private final Pause pause;

  /** Waits between two questions to the cluster. */
  interface Pause {
    /**
     * Waits for a short time.
     *
     * @throws IOException if it is interrupted
     */
    void await() throws IOException;
  }

  /**
   * Creates a platform.
   *
   * @param data the data of the stage; null if somebody else creates its stack
   * @param stopTimeout how long a savepoint may take
   */
  OperatorPlatform(
      Kubectl kubectl,
      Helm helm,
      JobStates states,
      StageNames names,
      @Nullable StackData data,
      Duration stopTimeout,
      Clock clock,
      Pause pause) {
    this.kubectl = kubectl;
    this.helm = helm;
    this.states = states;
    this.release = names.name();
    this.versions = new VersionMaps(kubectl, release);
    this.resources = new FlinkResources(kubectl, names.deployment());
    this.stopping = new OperatorStop(resources, stopTimeout, clock, pause);
    this.data = data;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public void start(Launch launch) throws IOException {
    Optional<FlinkResource> found = resources.find();
    if (found.isPresent() && found.get().isOf(launch)) {
      return;
    }
    String values = Json.yaml(values(launch));
    if (found.isPresent()) {
      requireStopped(found.get());
      resources.delete(GONE);
    }
    // A helm that was killed keeps others from changing the release.
    kubectl.deleteAll("secrets", KILLED.replace("%s", release));
    helm.upgrade(values);
  }

  private ObjectNode values(Launch launch) throws IOException {
    ObjectNode values =
        versions
            .read(launch.version())
            .orElseThrow(
                () ->
                    new IOException(
                        "version "
                            + launch.version()
                            + " is gone: there is no ConfigMap of it in the namespace "
                            + kubectl.namespace()))
            .values();
    ObjectNode launched = Json.object();
    ObjectNode pipeline = launched.putObject("pipeline");
    String savepoint = launch.savepoint();
    pipeline.put("state", "running");
    pipeline.put("initialSavepointPath", savepoint == null ? "" : savepoint);
    pipeline.putObject("flink").put(FlinkResource.JOB_ID, launch.jobId());
    Json.merge(values, launched);
    return values;
  }

  private void requireStopped(FlinkResource resource) throws IOException {
    if (!resource.isSuspended() && !resource.hasEnded()) {
      throw new IOException(
          resources.name()
              + " runs, and was not started by this command ("
              + resource.summary()
              + "): stop it first");
    }
  }

  @Override
  public Look look(Launch launch) throws IOException {
    if (states.hasCheckpoint(launch.jobId())) {
      return new Look(Look.State.CHECKPOINTED, null);
    }
    Optional<FlinkResource> found = resources.find().filter(resource -> resource.isOf(launch));
    if (found.isEmpty()) {
      return new Look(Look.State.ENDED, "there is no FlinkDeployment of it any more");
    }
    FlinkResource resource = found.get();
    String reason = resource.error();
    if (resource.hasEnded()) {
      return new Look(Look.State.ENDED, reason == null ? resource.summary() : reason);
    }
    return new Look(
        Look.State.STARTING, reason == null ? failure(launch).orElse(resource.summary()) : reason);
  }

  /** Asks Flink why the job is restarted; a network policy may forbid it. */
  private Optional<String> failure(Launch launch) {
    String path =
        "/api/v1/namespaces/"
            + kubectl.namespace()
            + "/services/"
            + resources.name()
            + "-rest:8081/proxy/jobs/"
            + launch.jobId()
            + "/exceptions";
    try {
      return RootCause.of(kubectl.raw(path).at("/exceptionHistory/entries/0/stacktrace").asText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String stop(Launch launch) throws IOException, NoSavepointException {
    return stopping.stop(launch);
  }

  @Override
  public @Nullable String end(Launch launch) throws IOException {
    Optional<FlinkResource> found = resources.find();
    if (found.isPresent() && found.get().isOf(launch)) {
      resources.delete(GONE);
    }
    awaitNoPods();
    return states.last(launch.jobId()).orElse(null);
  }

  private void awaitNoPods() throws IOException {
    Instant deadline = clock.instant().plus(GONE);
    while (resources.hasPods()) {
      if (!clock.instant().isBefore(deadline)) {
        throw new IOException(
            "there are still pods of "
                + resources.name()
                + ": look at them with kubectl, and run the same command again");
      }
      pause.await();
    }
  }

  @Override
  public void remove() throws IOException {
    helm.uninstall();
    awaitNoPods();
  }

  @Override
  public void deleteData(List<String> objects) throws IOException {
    if (data == null || !data.objects().equals(objects)) {
      throw new IOException(
          "the file of the stage has changed since the deletion of its data was asked for. Undo the"
              + " change. This was to be deleted: "
              + String.join("; ", objects));
    }
    data.delete();
  }
}

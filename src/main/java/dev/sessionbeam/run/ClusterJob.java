package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import dev.sessionbeam.cluster.RootCause;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reports the state of a job, as the cluster that runs it reports it. */
final class ClusterJob {
  private static final long LONGEST_REFRESH_MILLIS = 10_000;

  private final FlinkRest rest;
  private final URI address;
  private final String id;

  /**
   * Creates a job. The cluster need not know it yet.
   *
   * @param id 32 hexadecimal digits
   */
  ClusterJob(URI address, String id) {
    this.rest = new FlinkRest(address);
    this.address = address;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** The address of its web page. */
  String page() {
    return address + "#/job/" + id + "/overview";
  }

  /** Waits until the cluster has refreshed its answers, which it does only at an interval. */
  void awaitNews() throws IOException {
    long refresh = rest.get("/config").path("refresh-interval").asLong();
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(refresh, LONGEST_REFRESH_MILLIS) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Flink's name for its state, such as {@code RUNNING}. */
  String state() throws IOException {
    return rest.get("/jobs/" + id).path("state").asText();
  }

  /**
   * How often it resumed from a checkpoint: at its start, after a failure, or in a new JobManager.
   * For a job in streaming only.
   */
  int restored() throws IOException {
    return checkpoints().path("counts").path("restored").asInt();
  }

  /** The savepoint with which it was stopped; empty if it was not. For a job in streaming only. */
  Optional<String> stoppedWith() throws IOException {
    JsonNode savepoint = checkpoints().path("latest").path("savepoint");
    // A job continues after a savepoint of any other type.
    return savepoint.path("checkpoint_type").asText().equals("SYNC_SAVEPOINT")
        ? Optional.of(savepoint.path("external_path").asText())
        : Optional.empty();
  }

  private JsonNode checkpoints() throws IOException {
    return rest.get("/jobs/" + id + "/checkpoints");
  }

  /** The innermost cause of its last failure, in one line; empty if it has not failed. */
  Optional<String> failure() throws IOException {
    return RootCause.of(rest.get("/jobs/" + id + "/exceptions").path("root-exception").asText(""));
  }
}

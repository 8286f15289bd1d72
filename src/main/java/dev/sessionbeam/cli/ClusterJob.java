package dev.sessionbeam.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A job of a cluster, as the cluster tells of it. */
final class ClusterJob {
  private static final long LONGEST_REFRESH_MILLIS = 10_000;

  private final FlinkRest rest;
  private final URI address;
  private final String id;

  /**
   * A job, whether the cluster knows it or not.
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

  /** Its web page. */
  String page() {
    return address + "#/job/" + id + "/overview";
  }

  /** Waits for as long as the cluster gives old answers: it looks at its jobs now and then only. */
  void awaitNews() throws IOException {
    long refresh = rest.get("/config").path("refresh-interval").asLong();
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(refresh, LONGEST_REFRESH_MILLIS) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Flink's word for its state, such as {@code RUNNING}. */
  String state() throws IOException {
    return rest.get("/jobs/" + id).path("state").asText();
  }

  /**
   * How often it went on from a checkpoint: at its start, after a failure, or in a new JobManager.
   * A job in streaming only.
   */
  int restored() throws IOException {
    return checkpoints().path("counts").path("restored").asInt();
  }

  /** The savepoint with which someone stopped it. A job in streaming only. */
  Optional<String> stoppedWith() throws IOException {
    JsonNode savepoint = checkpoints().path("latest").path("savepoint");
    // Others than the one that stops a job let it go on.
    return savepoint.path("checkpoint_type").asText().equals("SYNC_SAVEPOINT")
        ? Optional.of(savepoint.path("external_path").asText())
        : Optional.empty();
  }

  private JsonNode checkpoints() throws IOException {
    return rest.get("/jobs/" + id + "/checkpoints");
  }

  /** What it failed with last: the innermost cause, in a line. */
  Optional<String> failure() throws IOException {
    String trace = rest.get("/jobs/" + id + "/exceptions").path("root-exception").asText("");
    String line = "";
    for (String next : trace.lines().toList()) {
      if (line.isEmpty() || next.startsWith("Caused by: ")) {
        line = next;
      }
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(line.replaceFirst("^Caused by: ", ""));
  }
}

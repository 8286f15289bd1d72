package dev.sessionbeam.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One job on a Flink cluster. */
public final class FlinkJob {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  private final FlinkRest rest;
  private final String id;

  /**
   * Names a job.
   *
   * @param id the job's id, 32 hexadecimal digits; the cluster may not know it
   */
  public FlinkJob(FlinkRest rest, String id) {
    this.rest = rest;
    this.id = id;
  }

  /**
   * Returns what the job does, such as {@code RUNNING}; empty if the cluster does not know it.
   *
   * @throws IOException with a message for the user if the cluster does not answer
   */
  public Optional<String> state() throws IOException {
    return rest.find("/jobs/" + id).map(job -> job.path("state").asText());
  }

  /** Whether a job in this state does not come back by itself. */
  public static boolean hasEnded(String state) {
    return ENDED.contains(state);
  }

  /** Returns the cause of the job's last failure, in one line; empty if it had none. */
  public Optional<String> failure() throws IOException {
    return rest.find("/jobs/" + id + "/exceptions")
        .flatMap(
            exceptions ->
                RootCause.of(
                    exceptions
                        .path("exceptionHistory")
                        .path("entries")
                        .path(0)
                        .path("stacktrace")
                        .asText()));
  }

  /**
   * Stops the job with a savepoint, or goes on with an attempt that is not over yet.
   *
   * @param folder where the savepoint is written, as a URI
   * @return the attempt, for {@link #savepoint}
   */
  public String stop(String folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String trigger = trigger(attempt);
      Optional<JsonNode> earlier = rest.find("/jobs/" + id + "/savepoints/" + trigger);
      if (earlier.isEmpty()) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("targetDirectory", folder).put("drain", false).put("triggerId", trigger);
        rest.post("/jobs/" + id + "/stop", body);
        return trigger;
      }
      if (earlier.get().at("/operation/failure-cause").isMissingNode()) {
        return trigger;
      }
    }
  }

  /** Ids that each caller computes again, so that it finds an attempt of one that was killed. */
  private String trigger(int attempt) {
    byte[] name = (id + '/' + attempt).getBytes(UTF_8);
    return UUID.nameUUIDFromBytes(name).toString().replace("-", "");
  }

  /**
   * Returns where the savepoint of an attempt is; empty as long as it is not over.
   *
   * @throws IOException with the cause if the attempt failed, or if the cluster has no such attempt
   */
  public Optional<String> savepoint(String attempt) throws IOException {
    JsonNode answer = rest.get("/jobs/" + id + "/savepoints/" + attempt);
    JsonNode failure = answer.at("/operation/failure-cause/stack-trace");
    if (failure.isTextual()) {
      throw new IOException(RootCause.of(failure.asText()).orElse("no cause is known"));
    }
    JsonNode location = answer.at("/operation/location");
    return location.isTextual() ? Optional.of(location.asText()) : Optional.empty();
  }
}

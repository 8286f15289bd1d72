package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checkpoints and savepoints of jobs in the bucket of a stage. Each is complete once it has its
 * metadata: Flink writes them last, and before it publishes results.
 */
final class JobStates {
  private static final String FOLDER = "checkpoints/";
  private static final String COMPLETE = "/_metadata";
  private static final Pattern CHECKPOINT = Pattern.compile(".*/chk-[0-9]+/_metadata");

  private final Aws aws;
  private final String bucket;

  JobStates(Aws aws, String bucket) {
    this.aws = aws;
    this.bucket = bucket;
  }

  /** Whether a job has a complete checkpoint. */
  boolean hasCheckpoint(String jobId) throws IOException {
    return !checkpoints(jobId).isEmpty();
  }

  /**
   * Returns the last complete state that a job left; empty if there is none. That can be a
   * savepoint: a job that ended with one has no checkpoints any more.
   */
  Optional<String> last(String jobId) throws IOException {
    List<State> all = new ArrayList<>(checkpoints(jobId));
    all.addAll(complete(FOLDER + "savepoints/" + savepointName(jobId)));
    return all.stream()
        .max(Comparator.comparing(State::time).thenComparing(State::number))
        .map(state -> "s3://" + bucket + "/" + state.folder());
  }

  /** With what the names of a job's savepoints begin: Flink puts some digits of its id there. */
  static String savepointName(String jobId) {
    return "savepoint-" + jobId.substring(0, 6) + "-";
  }

  private List<State> checkpoints(String jobId) throws IOException {
    return complete(FOLDER + "checkpoints/" + jobId + "/chk-").stream()
        .filter(state -> CHECKPOINT.matcher(state.folder() + COMPLETE).matches())
        .toList();
  }

  private List<State> complete(String prefix) throws IOException {
    List<State> found = new ArrayList<>();
    for (JsonNode object : aws.objects(bucket, prefix)) {
      String key = object.path("key").asText();
      if (key.endsWith(COMPLETE)) {
        found.add(
            new State(
                key.substring(0, key.length() - COMPLETE.length()),
                Instant.parse(object.path("time").asText().replace("+00:00", "Z"))));
      }
    }
    return found;
  }

  /** A complete state, and when it was complete. */
  private record State(String folder, Instant time) {
    /** The number of a checkpoint; -1 for a savepoint. */
    long number() {
      String digits = folder.substring(folder.lastIndexOf('-') + 1);
      return folder.contains("/chk-") && digits.length() <= 18 ? Long.parseLong(digits) : -1;
    }
  }
}

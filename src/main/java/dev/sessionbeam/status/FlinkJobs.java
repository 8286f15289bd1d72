package dev.sessionbeam.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds a job on a cluster. */
final class FlinkJobs {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED");
  private static final int MOST_NAMED = 10;

  private FlinkJobs() {}

  /**
   * Returns the job that a user means: the one with an id or a name; without either, the one that
   * has not ended, or else the one that ended last.
   *
   * @param wanted an id or a name; null for the only job
   * @return the job, as Flink's overview of jobs has it
   * @throws IOException with a message for the user if there is no such job, or more than one
   */
  static JsonNode find(FlinkRest rest, @Nullable String wanted) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    rest.get("/jobs/overview").path("jobs").forEach(all::add);
    all.sort(Comparator.comparingLong(job -> -job.path("start-time").asLong()));
    List<JsonNode> meant = all.stream().filter(job -> isMeant(job, wanted)).toList();
    List<JsonNode> live = meant.stream().filter(job -> !hasEnded(job)).toList();
    if (live.size() > 1) {
      throw new IOException("there are several jobs: choose one with --job=ID\n" + list(live));
    }
    if (!live.isEmpty()) {
      return live.get(0);
    }
    if (!meant.isEmpty()) {
      return meant.get(0);
    }
    if (wanted == null) {
      throw new IOException("the cluster has no job");
    }
    throw new IOException(
        "the cluster has no job with the id or name '" + wanted + "'" + orThese(all));
  }

  private static boolean isMeant(JsonNode job, @Nullable String wanted) {
    return wanted == null
        || job.path("jid").asText().equals(wanted)
        || job.path("name").asText().equals(wanted);
  }

  private static boolean hasEnded(JsonNode job) {
    return ENDED.contains(job.path("state").asText());
  }

  private static String orThese(List<JsonNode> jobs) {
    return jobs.isEmpty() ? ": it has none at all" : "; it has\n" + list(jobs);
  }

  private static String list(List<JsonNode> jobs) {
    return jobs.stream()
        .limit(MOST_NAMED)
        .map(
            job ->
                "  "
                    + job.path("jid").asText()
                    + " "
                    + job.path("name").asText()
                    + ", "
                    + job.path("state").asText())
        .collect(Collectors.joining("\n"));
  }
}

package dev.sessionbeam.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import dev.sessionbeam.cluster.RootCause;
import dev.sessionbeam.io.ReadMetrics;
import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.status.JobStatus.Checkpoint;
import dev.sessionbeam.status.JobStatus.Checkpoints;
import dev.sessionbeam.status.JobStatus.Failure;
import dev.sessionbeam.status.JobStatus.Tasks;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;

/** Reads the status of a job from the cluster that runs it. Changes nothing. */
final class StatusReader {
  private static final int MOST_FAILURES = 5;

  private final URI address;
  private final FlinkRest rest;

  StatusReader(URI address) {
    this.address = address;
    this.rest = new FlinkRest(address);
  }

  /**
   * Reads a status.
   *
   * @param wanted the id or the name of the job; null for the only one
   * @throws IOException with a message for the user, if the cluster does not answer or has no such
   *     job
   */
  JobStatus read(@Nullable String wanted) throws IOException {
    JsonNode found = FlinkJobs.find(rest, wanted);
    String id = found.path("jid").asText();
    JsonNode job = rest.get("/jobs/" + id);
    List<String> vertices = new ArrayList<>();
    job.path("vertices").forEach(vertex -> vertices.add(vertex.path("id").asText()));
    JobMetrics metrics = JobMetrics.read(rest, id, vertices);
    JsonNode tasks = found.path("tasks");
    return new JobStatus(
        address + "#/job/" + id + "/overview",
        id,
        found.path("name").asText(),
        job.path("state").asText(),
        job.path("now").asLong(),
        job.path("start-time").asLong(),
        new Tasks(
            tasks.path("running").asInt(),
            tasks.path("total").asInt() - tasks.path("finished").asInt()),
        restarts(id),
        checkpoints(id),
        time(metrics.watermark()),
        time(metrics.max(WriteLines.class, WriteLines.PUBLISHED_WATERMARK)),
        metrics.max(ReadMetrics.class, ReadMetrics.MILLIS_BEHIND_ARRIVAL),
        metrics.gauges(ReadMetrics.class, ReadMetrics.MILLIS_BEHIND_ARRIVAL_OF),
        JobCounts.of(metrics),
        failures(id));
  }

  /** Beam's and Flink's watermarks begin long before any event. */
  private static OptionalLong time(OptionalLong watermark) {
    return watermark.isPresent()
            && watermark.getAsLong() <= BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()
        ? OptionalLong.empty()
        : watermark;
  }

  private long restarts(String id) throws IOException {
    long restarts = 0;
    for (JsonNode metric : rest.get("/jobs/" + id + "/metrics?get=numRestarts")) {
      restarts += metric.path("value").asLong();
    }
    return restarts;
  }

  private Optional<Checkpoints> checkpoints(String id) throws IOException {
    // A job of batch has no checkpoints, and Flink answers that it does not know them.
    Optional<JsonNode> settings = rest.find("/jobs/" + id + "/checkpoints/config");
    Optional<JsonNode> found = rest.find("/jobs/" + id + "/checkpoints");
    if (settings.isEmpty() || found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode counts = found.get().path("counts");
    JsonNode last = found.get().path("latest").path("completed");
    return Optional.of(
        new Checkpoints(
            settings.get().path("interval").asLong(),
            counts.path("completed").asLong(),
            counts.path("failed").asLong(),
            last.isObject()
                ? Optional.of(
                    new Checkpoint(
                        last.path("trigger_timestamp").asLong(),
                        last.path("end_to_end_duration").asLong(),
                        last.path("state_size").asLong()))
                : Optional.empty()));
  }

  private List<Failure> failures(String id) throws IOException {
    List<Failure> failures = new ArrayList<>();
    for (JsonNode entry :
        rest.get("/jobs/" + id + "/exceptions?maxExceptions=" + MOST_FAILURES)
            .path("exceptionHistory")
            .path("entries")) {
      String cause =
          RootCause.of(entry.path("stacktrace").asText())
              .orElse(entry.path("exceptionName").asText());
      failures.add(new Failure(entry.path("timestamp").asLong(), cause));
    }
    return failures;
  }
}

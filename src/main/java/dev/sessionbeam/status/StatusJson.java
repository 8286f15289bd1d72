package dev.sessionbeam.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status for a program: one line of JSON. Instants are in milliseconds since 1970, and
 * durations in milliseconds. What does not exist is null.
 */
final class StatusJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /**
   * Returns the status.
   *
   * @param problems what is wrong with the job, as {@link Health} says
   */
  static String of(JobStatus job, List<String> problems) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("healthy", problems.isEmpty());
    values.put("problems", problems);
    values.put("job", job.id());
    values.put("name", job.name());
    values.put("state", job.state());
    values.put("now", job.now());
    values.put("started", job.started());
    values.put("tasks_running", job.tasks().running());
    values.put("tasks", job.tasks().all());
    values.put("restarts", job.restarts());
    values.put("checkpoints", job.checkpoints().map(StatusJson::values).orElse(null));
    values.put("watermark", orNull(job.watermark()));
    values.put("published_watermark", orNull(job.published()));
    values.put("millis_behind_arrival", orNull(job.behindArrival()));
    values.put("millis_behind_arrival_of", new TreeMap<>(job.behindByShard()));
    values.put("counts", values(job.counts()));
    Map<String, Object> deliveries = new LinkedHashMap<>();
    job.counts().deliveries().forEach((name, counts) -> deliveries.put(name, counts.values()));
    values.put("deliveries", deliveries);
    values.put(
        "failures",
        job.failures().stream()
            .map(failure -> Map.of("at", failure.at(), "cause", failure.cause()))
            .toList());
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status cannot be written as JSON", e);
    }
  }

  private static @Nullable Object orNull(OptionalLong value) {
    return value.isPresent() ? (Object) value.getAsLong() : null;
  }

  private static Map<String, @Nullable Object> values(JobStatus.Checkpoints checkpoints) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("interval", checkpoints.interval());
    values.put("completed", checkpoints.completed());
    values.put("failed", checkpoints.failed());
    values.put("last_began", checkpoints.last().map(JobStatus.Checkpoint::began).orElse(null));
    values.put("last_took", checkpoints.last().map(JobStatus.Checkpoint::took).orElse(null));
    values.put(
        "last_state_bytes", checkpoints.last().map(JobStatus.Checkpoint::stateBytes).orElse(null));
    return values;
  }

  private static Map<String, @Nullable Object> values(JobCounts counts) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("records", counts.records());
    values.put("events", counts.events());
    values.put("sessions", counts.sessions());
    values.put("duplicates", counts.duplicates());
    values.put("invalid", counts.invalid());
    values.put("late", counts.late());
    values.put("filtered", counts.filtered());
    values.put("waiting", counts.waiting());
    values.put("dropped", counts.dropped());
    values.put("routes_refused", counts.routesRefused());
    return values;
  }
}

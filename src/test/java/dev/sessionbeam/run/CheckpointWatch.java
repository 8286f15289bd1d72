package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Keeps how long the checkpoints of a job took, from the request to the last acknowledgement, as
 * the cluster reports it. The cluster itself forgets all but the last ten.
 */
final class CheckpointWatch implements AutoCloseable {
  private static final int POLL_MILLIS = 1000;

  private final FlinkRest rest;
  private final String job;
  private final Map<Long, Checkpoint> seen = new TreeMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  private record Checkpoint(long begun, long nanos, boolean isComplete) {}

  private CheckpointWatch(URI cluster, String job) {
    this.rest = new FlinkRest(cluster);
    this.job = job;
  }

  /** Watches a job from now on. */
  static CheckpointWatch of(URI cluster, String job) {
    CheckpointWatch watch = new CheckpointWatch(cluster, job);
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::lookOrTryAgain, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void lookOrTryAgain() {
    try {
      look();
    } catch (IOException e) {
      // An exception would end the repetition. If it stays so, the last look fails.
      System.err.println("cannot read the checkpoints now: " + e.getMessage());
    }
  }

  /** Looks at the last ten checkpoints. */
  synchronized void look() throws IOException {
    for (JsonNode each : rest.get("/jobs/" + job + "/checkpoints").path("history")) {
      String status = each.path("status").asText();
      if (!each.path("is_savepoint").asBoolean() && !status.equals("IN_PROGRESS")) {
        seen.put(
            each.path("id").asLong(),
            new Checkpoint(
                each.path("trigger_timestamp").asLong(),
                TimeUnit.MILLISECONDS.toNanos(each.path("end_to_end_duration").asLong()),
                status.equals("COMPLETED")));
      }
    }
  }

  /**
   * Returns the durations of complete checkpoints.
   *
   * @param begun which ones, by when they began, in milliseconds since the epoch
   */
  synchronized List<Long> durations(LongPredicate begun) {
    return seen.values().stream()
        .filter(each -> each.isComplete() && begun.test(each.begun()))
        .map(Checkpoint::nanos)
        .toList();
  }

  /**
   * Returns how many checkpoints failed.
   *
   * @param begun which ones, by when they began, in milliseconds since the epoch
   */
  synchronized long failed(LongPredicate begun) {
    return seen.values().stream()
        .filter(each -> !each.isComplete() && begun.test(each.begun()))
        .count();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

package dev.sessionbeam.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells, while this process waits for a job, when its state changes: a job that fails starts again
 * and again, and looks from here like one that takes long.
 */
final class ClusterWatch implements AutoCloseable {
  private static final int EVERY_SECONDS = 3;
  private static final int LONGEST = 200;

  private final ClusterJob job;
  private final PrintWriter err;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cluster-watch");
            thread.setDaemon(true);
            return thread;
          });
  private String last = "";

  private ClusterWatch(ClusterJob job, PrintWriter err) {
    this.job = job;
    this.err = err;
  }

  static ClusterWatch start(ClusterJob job, PrintWriter err) {
    ClusterWatch watch = new ClusterWatch(job, err);
    var unused =
        watch.timer.scheduleWithFixedDelay(
            watch::show, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return watch;
  }

  private void show() {
    String now = now();
    if (!now.isEmpty() && !now.equals(last)) {
      last = now;
      err.println("The job: " + now);
      err.flush();
    }
  }

  private String now() {
    try {
      String state = job.state();
      return state
          + job.failure().map(failure -> "; last failure: " + shortened(failure)).orElse("");
    } catch (IOException e) {
      // At first the cluster has not heard of it yet.
      return last.isEmpty() ? "" : "not known: " + e.getMessage();
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

package dev.sessionbeam.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Prints each change of a job's state while this process waits for the job. A job that fails is
 * restarted again and again, and would otherwise look like a job that takes long.
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
      // At first, the cluster does not know the job yet.
      return last.isEmpty() ? "" : "unknown: " + e.getMessage();
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

package dev.sessionbeam.deliver.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The routes of a job in this process. All steps of the job in this process share them, and one
 * daemon thread reads the file again and again. It exists from the first step that joins until the
 * last one leaves.
 */
final class ProcessRoutes {
  private static final Map<String, ProcessRoutes> OF_JOBS = new HashMap<>();

  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final String job;
  private final LatestRoutes latest;
  private final Duration every;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private int steps;

  private ProcessRoutes(String job, LatestRoutes latest, Duration every) {
    this.job = job;
    this.latest = latest;
    this.every = every;
    this.thread = new Thread(this::keepReading, "routes-" + job);
    this.thread.setDaemon(true);
  }

  /**
   * Joins the steps of a job in this process. The first one reads the file before it returns: after
   * a restart, the routes of the job's start may be old.
   */
  static ProcessRoutes join(String job, Supplier<LatestRoutes> open, Duration every) {
    synchronized (OF_JOBS) {
      ProcessRoutes routes = OF_JOBS.get(job);
      if (routes == null) {
        LatestRoutes latest = open.get();
        latest.begin();
        routes = new ProcessRoutes(job, latest, every);
        routes.thread.start();
        OF_JOBS.put(job, routes);
      }
      routes.steps++;
      return routes;
    }
  }

  /**
   * Leaves. The last step waits for the thread, so that it writes nothing after the job has ended;
   * but not for a server that does not answer.
   */
  void leave() {
    synchronized (OF_JOBS) {
      steps--;
      if (steps > 0) {
        return;
      }
      OF_JOBS.remove(job);
      closed.countDown();
    }
    try {
      thread.join(LONGEST_GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Routes routes() {
    return latest.routes();
  }

  long refused() {
    return latest.refused();
  }

  private void keepReading() {
    try (latest) {
      while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        latest.refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

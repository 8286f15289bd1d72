package dev.sessionbeam.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Waits for SIGTERM or Ctrl-C, and ends the process when the work has ended well. A JVM that a
 * signal ends has the status 143 or 130; this one has the status of the work.
 */
final class StopHook {
  /** Beyond the time that the work has. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int status = ExitCode.SOFTWARE;

  private StopHook() {}

  /**
   * Listens for a signal.
   *
   * @param time how long the work may take to end
   */
  static StopHook listen(Duration time) {
    StopHook hook = new StopHook();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> hook.endWithin(time.plus(PATIENCE)), "stop-hook"));
    return hook;
  }

  private void endWithin(Duration time) {
    asked.countDown();
    try {
      var unused = done.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(status);
  }

  /** Returns when the process is asked to end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Notes that the work has ended, and with which status. */
  void end(int exitStatus) {
    status = exitStatus;
    done.countDown();
  }
}

package dev.sessionbeam.deliver.dlq;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints how far a command is, every ten seconds. */
final class PeriodicLine implements AutoCloseable {
  private static final long EVERY_SECONDS = 10;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private PeriodicLine() {}

  static PeriodicLine start(PrintWriter err, Supplier<String> line) {
    PeriodicLine periodic = new PeriodicLine();
    var unused =
        periodic.timer.scheduleAtFixedRate(
            () -> {
              err.println(line.get());
              err.flush();
            },
            EVERY_SECONDS,
            EVERY_SECONDS,
            TimeUnit.SECONDS);
    return periodic;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

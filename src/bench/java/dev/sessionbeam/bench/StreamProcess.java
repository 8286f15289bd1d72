package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run of a stream that has no end: it is observed while it runs, and then stopped. */
final class StreamProcess implements AutoCloseable {
  private static final long POLL_MILLIS = 500;
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path log;

  private StreamProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Something that becomes true while the stream runs. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Starts a command.
   *
   * @param environment variables that it gets in addition to those of this process
   * @param log the file for what it prints
   */
  static StreamProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new StreamProcess(builder.start(), log);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits for a condition.
   *
   * @param what the condition in words, for the message
   * @throws IOException if the stream ends before, or the time is over
   */
  void await(String what, Duration longest, Condition condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.holds()) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "the stream ended with "
                + process.exitValue()
                + " while the benchmark waited until "
                + what
                + ": see "
                + log);
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "the benchmark waited for "
                + longest.toSeconds()
                + " s until "
                + what
                + ", in vain: see "
                + log);
      }
    }
  }

  /** Stops the stream, by force if it does not stop by itself. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    process.onExit().join();
  }
}

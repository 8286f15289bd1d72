package dev.sessionbeam.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The CPU time of each thread of a process, as Linux accounts it, from several looks: what a thread
 * takes between the last look and its end is not seen.
 */
final class ThreadTimes {
  /** The unit of CPU time that Linux reports to programs. */
  private static final double TICKS_PER_SECOND = 100;

  /** The index of utime after the name of the thread; stime is the next field. */
  private static final int USER = 11;

  private final Path tasks;
  private final Map<Long, StepCpu.ThreadTime> threads = new HashMap<>();

  private ThreadTimes(Path tasks) {
    this.tasks = tasks;
  }

  /**
   * Prepares to look at a process.
   *
   * @throws IOException if this machine does not account the time of threads
   */
  static ThreadTimes of(long pid) throws IOException {
    Path tasks = Path.of("/proc/" + pid + "/task");
    if (!Files.isDirectory(tasks)) {
      throw new IOException(tasks + " is missing: the table needs a Linux machine");
    }
    return new ThreadTimes(tasks);
  }

  /** Looks once. */
  void look() {
    try (Stream<Path> found = Files.list(tasks)) {
      found.forEach(this::look);
    } catch (IOException | UncheckedIOException e) {
      // The process has just ended.
    }
  }

  private void look(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
      threads.put(
          Long.parseLong(thread.getFileName().toString()),
          new StepCpu.ThreadTime(name, ticks / TICKS_PER_SECOND));
    } catch (IOException e) {
      // The thread has just ended.
    }
  }

  /** Returns the time of each thread, at the last look at which it lived, by its number. */
  Map<Long, StepCpu.ThreadTime> threads() {
    return threads;
  }
}

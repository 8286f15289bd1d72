package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a command and measures its cost with the JDK only. On Linux, the CPU time is exact. */
final class Stopwatch {
  private static final int POLL_MILLIS = 20;
  private static final int LAST_LINES = 20;

  private Stopwatch() {}

  /** Runs a command to its end, with its output in a file. Fails if the command fails. */
  static Cost run(List<String> command, Path log) throws IOException, InterruptedException {
    return run(command, Path.of(""), log);
  }

  /** Runs a command in a folder, to its end. */
  static Cost run(List<String> command, Path folder, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    ChildrenCpu before = ChildrenCpu.now();
    long start = System.nanoTime();
    Process process = builder.start();
    Duration polledCpu = Duration.ZERO;
    long peak = 0;
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        polledCpu = process.info().totalCpuDuration().orElse(polledCpu);
        peak = Math.max(peak, peakBytes(process.pid()));
      }
    } finally {
      process.destroyForcibly();
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command) + " exited with " + process.exitValue() + ":\n" + tail(log));
    }
    ChildrenCpu cpu =
        ChildrenCpu.isKnown()
            ? ChildrenCpu.now().minus(before)
            : new ChildrenCpu(polledCpu, Duration.ZERO); // The JDK reports only their sum.
    return new Cost(wall, cpu.user(), cpu.system(), peak);
  }

  /** Returns the peak memory of a process, as Linux keeps it; 0 if it is not known. */
  private static long peakBytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // The process has just ended, or this is not Linux.
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}

package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** One run of sessionbeam that Java's Flight Recorder records. */
final class ProfiledRun {
  private static final long LOOK_MILLIS = 200;

  /** The time between two samples of a thread, as {@code steps.jfc} says. */
  private static final double PERIOD_NANOS = 10e6;

  private ProfiledRun() {}

  /**
   * Runs once, and returns the CPU seconds of each step.
   *
   * @param command the command that starts {@code ./sessionbeam}
   * @param recording the file for the recording
   */
  static Map<Step, Double> of(List<String> command, Path recording, Path log)
      throws IOException, InterruptedException {
    Files.deleteIfExists(recording);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SESSIONBEAM_JAVA_OPTS", options(recording));
    ChildrenCpu before = ChildrenCpu.now();
    Process process = builder.start();
    ThreadTimes threads = ThreadTimes.of(process.pid());
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        threads.look();
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.exists(recording)) {
      throw new IOException(
          String.join(" ", command)
              + " exited with "
              + process.exitValue()
              + (Files.exists(recording) ? "" : " and without a recording")
              + ": see "
              + log);
    }
    ChildrenCpu cpu = ChildrenCpu.now().minus(before);
    return samples(recording)
        .divide(threads.threads(), cpu.user().plus(cpu.system()).toNanos() / 1e9);
  }

  private static String options(Path recording) {
    return String.join(
        " ",
        "-XX:StartFlightRecording=settings="
            + Path.of("src/bench/steps.jfc").toAbsolutePath()
            + ",filename="
            + recording.toAbsolutePath(),
        "-XX:FlightRecorderOptions=stackdepth=256",
        // The launcher's -Xlog:disable alone lets the recorder print each event to nowhere.
        "-Xlog:jfr*=off");
  }

  private static StepCpu samples(Path recording) throws IOException {
    StepCpu cpu = new StepCpu();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> add(cpu, event, event.getThread("sampledThread"), 1);
          // Samples do not show what the kernel does for a thread.
          case "jdk.FileRead", "jdk.FileWrite" ->
              add(cpu, event, event.getThread(), event.getDuration().toNanos() / PERIOD_NANOS);
          default -> {}
        }
      }
    }
    return cpu;
  }

  private static void add(StepCpu cpu, RecordedEvent event, RecordedThread thread, double samples) {
    RecordedStackTrace stack = event.getStackTrace();
    if (thread == null || stack == null) {
      return;
    }
    String name = thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
    cpu.add(
        thread.getOSThreadId(),
        name,
        stack.getFrames().stream().map(call -> call.getMethod().getType().getName()).toList(),
        samples);
  }
}

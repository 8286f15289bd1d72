package dev.sessionbeam.bench;

import dev.sessionbeam.bench.flink.FlinkSessions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that runs the Flink job by hand. It has the JVM settings of sessionbeam. They were
 * tuned with sessionbeam, and save about a fifth of the Flink job's CPU time too.
 *
 * @param batchJvm the JVM settings in batch
 * @param streamingJvm the JVM settings in streaming
 * @param ownBackend the state back end of sessionbeam: {@code heap} or {@code rocksdb}
 * @param scratch a folder for checkpoints
 */
record FlinkCommand(
    List<String> batchJvm, List<String> streamingJvm, String ownBackend, Path scratch) {
  static final String ROCKSDB = "rocksdb";

  private static final Path RUNNER = Path.of("runners/flink-local");
  private static final String BACKEND = "stateBackend:";

  /** Reads the settings of sessionbeam. */
  static FlinkCommand of(Path scratch) throws IOException {
    List<String> batch = lines("jvm.options", "-");
    List<String> streaming = new ArrayList<>(batch);
    streaming.addAll(lines("jvm.streaming.options", "-"));
    boolean rocksdb =
        lines("streaming.yaml", BACKEND).stream()
            .anyMatch(line -> line.substring(BACKEND.length()).strip().startsWith(ROCKSDB));
    return new FlinkCommand(batch, streaming, rocksdb ? ROCKSDB : "heap", scratch);
  }

  private static List<String> lines(String file, String start) throws IOException {
    try (Stream<String> lines = Files.lines(RUNNER.resolve(file))) {
      return lines.filter(line -> line.startsWith(start)).toList();
    }
  }

  /** Returns a run in batch. */
  Contestant.Start batch() {
    return job("batch", ownBackend);
  }

  /** Returns a run in streaming, with the state back end of sessionbeam. */
  Contestant.Start streaming(String mode) {
    return job(mode, ownBackend);
  }

  /**
   * Returns a run.
   *
   * @param mode see {@link FlinkSessions}
   * @param backend the state back end of a stream
   */
  Contestant.Start job(String mode, String backend) {
    return (input, output) -> {
      List<String> command = new ArrayList<>(List.of(JavaCommand.java()));
      command.addAll(mode.equals("batch") ? batchJvm : streamingJvm);
      command.addAll(
          List.of(
              "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
              "-cp",
              flinkFirst(),
              FlinkSessions.class.getName(),
              mode,
              backend,
              input.toString(),
              output.toString(),
              scratch.toString(),
              JavaCommand.THREADS));
      return command;
    };
  }

  /** Returns the class path with Flink's jars first, because Java searches the jars in order. */
  private static String flinkFirst() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .sorted(
            Comparator.comparing((String jar) -> !jar.contains("/flink/") && jar.endsWith(".jar")))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

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
 * The command that runs the Flink job by hand. It has the JVM settings of sessionbeam for large
 * input. They were tuned with sessionbeam, and save about a fifth of the Flink job's CPU time too.
 * The settings for input of medium size would make the Flink job slower, by two fifths.
 *
 * @param batchJvm the JVM settings in batch
 * @param streamingJvm the further JVM settings in streaming
 * @param scratch a folder for checkpoints
 */
record FlinkCommand(List<String> batchJvm, List<String> streamingJvm, Path scratch) {
  /** The state back end of sessionbeam. */
  static final String ROCKSDB = "rocksdb";

  static final String HEAP = "heap";

  /** State on the heap needs a large one. */
  private static final List<String> LARGE_HEAP =
      List.of("-Xmn1g", "-XX:InitialRAMPercentage=12.5", "-XX:-UseTransparentHugePages");

  private static final Path RUNNER = Path.of("runners/flink-local");

  /** Reads the settings of sessionbeam. */
  static FlinkCommand of(Path scratch) throws IOException {
    List<String> batch = lines("jvm.options", "-");
    List<String> streaming = lines("jvm.streaming.options", "-");
    return new FlinkCommand(batch, streaming, scratch);
  }

  private static List<String> lines(String file, String start) throws IOException {
    try (Stream<String> lines = Files.lines(RUNNER.resolve(file))) {
      return lines.filter(line -> line.startsWith(start)).toList();
    }
  }

  /** Returns a run in batch. */
  Contestant.Start batch() {
    return job("batch", HEAP);
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
      command.addAll(batchJvm);
      if (!mode.equals("batch")) {
        command.addAll(backend.equals(HEAP) ? LARGE_HEAP : streamingJvm);
      }
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

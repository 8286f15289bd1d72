package dev.sessionbeam.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of the contestants that are small Java programs of the benchmark. */
final class JavaCommand {
  static final String THREADS = Integer.toString(Runtime.getRuntime().availableProcessors());

  private JavaCommand() {}

  static List<String> duckDb(Path input, Path output) {
    return List.of(
        java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath("duckdb"),
        DuckDbSessions.class.getName(),
        "src/bench/sql/sessions.sql",
        input.toString(),
        output.toString(),
        THREADS);
  }

  static List<String> floor(String what, Path input) {
    return List.of(
        java(), "-cp", classPath("jackson-core"), Floor.class.getName(), what, input + "", THREADS);
  }

  /** Returns the Java of this process. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Returns a class path with the project's classes and one jar. To search two hundred jars takes
   * longer than a small run.
   */
  private static String classPath(String jar) {
    String[] all = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(all)
        .filter(entry -> Files.isDirectory(Path.of(entry)) || entry.contains(jar))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

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

/** Lists all contestants, each with the command that its user would run, on all cores. */
final class Contestants {
  static final String REFERENCE = "sessionbeam";
  static final String REFERENCE_STREAMING = "sessionbeam-streaming";
  static final String DUCKDB = "duckdb";
  static final String FLINK = "flink";
  static final String FLINK_STREAMING = "flink-streaming";

  /** Runs only if {@code --only} names it. */
  static final String FLINK_ROCKSDB = "flink-rocksdb";

  private static final String THREADS =
      Integer.toString(Runtime.getRuntime().availableProcessors());

  private static final Path RUNNER = Path.of("runners/flink-local");

  private final List<String> batchJvm;
  private final List<String> streamingJvm;
  private final Path scratch;

  private Contestants(List<String> batchJvm, List<String> streamingJvm, Path scratch) {
    this.batchJvm = batchJvm;
    this.streamingJvm = streamingJvm;
    this.scratch = scratch;
  }

  /**
   * Returns the contestants in the order in which they run.
   *
   * @param scratch a folder for the checkpoints of contestants that have no folder of their own
   */
  static List<Contestant> all(Path scratch) throws IOException {
    // The Flink job by hand gets the same JVM settings as sessionbeam. They were tuned with
    // sessionbeam, and save about a fifth of the Flink job's CPU time too.
    List<String> batch = jvmOptions("jvm.options");
    List<String> streaming = new ArrayList<>(batch);
    streaming.addAll(jvmOptions("jvm.streaming.options"));
    return new Contestants(batch, streaming, scratch).list();
  }

  private static List<String> jvmOptions(String file) throws IOException {
    try (Stream<String> lines = Files.lines(RUNNER.resolve(file))) {
      return lines.filter(line -> line.startsWith("-")).toList();
    }
  }

  private List<Contestant> list() {
    return List.of(
        new Contestant(
            REFERENCE, "sessionbeam, batch", FLINK, true, (in, out) -> sessionbeam(in, out)),
        new Contestant(
            FLINK, "Flink job by hand, batch", FLINK, true, (in, out) -> flink("batch", in, out)),
        new Contestant(DUCKDB, "DuckDB", FLINK, true, Contestants::duckDb),
        new Contestant(
            REFERENCE_STREAMING,
            "sessionbeam, streaming",
            FLINK_STREAMING,
            true,
            (in, out) -> sessionbeam(in, out, "--streaming", "--maxDisorder=2m")),
        new Contestant(
            FLINK_STREAMING,
            "Flink job by hand, streaming",
            FLINK_STREAMING,
            true,
            (in, out) -> flink("streaming", in, out)),
        new Contestant(
            FLINK_ROCKSDB,
            "Flink job by hand, streaming, RocksDB",
            FLINK_STREAMING,
            true,
            (in, out) -> flink("streaming-rocksdb", in, out)),
        new Contestant(
            "json", "floor: read and parse (Jackson)", null, false, (in, out) -> floor("json", in)),
        new Contestant("lines", "floor: read", null, false, (in, out) -> floor("lines", in)));
  }

  /** Returns sessionbeam in streaming, which reads from a Kinesis server instead of files. */
  static Contestant reading(KinesisStub kinesis) {
    List<String> flags = List.of("--compression=none", "--stopWhenIdle=1s");
    return new Contestant(
        "kinesis",
        "sessionbeam, Kinesis",
        null,
        true,
        (in, out) -> KinesisCommand.of(kinesis, "pipelines/nitro.yaml", out.toString(), flags));
  }

  private static List<String> sessionbeam(Path input, Path output, String... also) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "./sessionbeam",
                "run",
                "--definition=pipelines/nitro.yaml",
                "--compression=none",
                "--input=" + input,
                "--output=" + output,
                "--overwrite"));
    command.addAll(List.of(also));
    return command;
  }

  private List<String> flink(String mode, Path input, Path output) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(mode.equals("batch") ? batchJvm : streamingJvm);
    command.addAll(
        List.of(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            flinkFirst(),
            FlinkSessions.class.getName(),
            mode,
            input.toString(),
            output.toString(),
            scratch.toString(),
            THREADS));
    return command;
  }

  private static List<String> duckDb(Path input, Path output) {
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

  private static List<String> floor(String what, Path input) {
    return List.of(
        java(), "-cp", classPath("jackson-core"), Floor.class.getName(), what, input + "", THREADS);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Returns the class path with Flink's jars first, because Java searches the jars in order. */
  private static String flinkFirst() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .sorted(
            Comparator.comparing((String jar) -> !jar.contains("/flink/") && jar.endsWith(".jar")))
        .collect(Collectors.joining(File.pathSeparator));
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

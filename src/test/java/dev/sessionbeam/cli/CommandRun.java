package dev.sessionbeam.cli;

import dev.sessionbeam.output.parquet.ParquetLines;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;

/**
 * One call of the command line in the process of the test, and its results.
 *
 * @param status the exit status
 * @param out what it printed
 * @param err what it printed to standard error
 */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** Runs the command line, and prints to a writer. */
  public static void printing(PrintWriter out, String... args) {
    Main.run(out, new PrintWriter(new StringWriter()), args);
  }

  /** What a test does in the middle of a run. */
  public interface Action {
    void run() throws IOException;
  }

  /**
   * Runs the command line, and does something each time that it prints a text to standard error,
   * before it continues. A run prints {@code "records"} when all records have been read and written
   * to files, before it publishes them, and on a slow machine also earlier.
   */
  public static CommandRun whenItPrints(String text, Action action, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err =
        new StringWriter() {
          @Override
          public void write(String printed, int from, int length) {
            super.write(printed, from, length);
            if (printed.contains(text)) {
              try {
                action.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new CommandRun(status, out.toString(), err.toString());
  }

  /**
   * Starts the command line in a process of its own.
   *
   * @param log gets what it prints
   * @param environment is added to that of the test's process
   */
  public static Process start(Path log, Map<String, String> environment, List<String> args)
      throws IOException {
    return start(log, environment, "", args);
  }

  /**
   * Starts the command line in a process of its own, as {@code SESSIONBEAM_CLASSPATH} does.
   *
   * @param jars further jars on the class path; empty for none
   */
  public static Process start(
      Path log, Map<String, String> environment, String jars, List<String> args)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")
                    + (jars.isEmpty() ? "" : File.pathSeparator + jars),
                Main.class.getName()));
    command.addAll(args);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Computes sessions with a definition on a runner. */
  public static CommandRun run(
      String runner, Path definition, Path input, Path output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--runner=" + runner,
                "--definition=" + definition,
                "--input=" + input,
                "--output=" + output));
    args.addAll(List.of(more));
    return of(args.toArray(new String[0]));
  }

  /** All lines of a dataset, sorted; see {@link #linesOf}. */
  public static List<String> lines(Path output, String dataset) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(output.resolve(dataset))) {
      lines.addAll(linesOf(file));
    }
    lines.sort(null);
    return lines;
  }

  /** The lines of a file, decompressed; of a Parquet file, those of rows of the sample's events. */
  public static List<String> linesOf(Path file) throws IOException {
    if (file.toString().endsWith(".parquet")) {
      return ParquetLines.ofNitro(file);
    }
    try (InputStream in = decompressed(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream decompressed(Path file) throws IOException {
    return Channels.newInputStream(
        Compression.detect(file.toString()).readDecompressed(FileChannel.open(file)));
  }

  /** Every file below a folder, in order; no files if the folder is missing. */
  public static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}

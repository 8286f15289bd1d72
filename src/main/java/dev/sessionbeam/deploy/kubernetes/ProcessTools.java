package dev.sessionbeam.deploy.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs tools as processes. Input and output go through files, so that none waits for another. */
final class ProcessTools implements Tools {
  private static final int MOST_BYTES = 16 << 20;

  private final List<Path> folders;

  private ProcessTools(List<Path> folders) {
    this.folders = folders;
  }

  /** Finds tools in the folders of a search path, such as the variable PATH. */
  static ProcessTools on(String path) {
    return new ProcessTools(
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList());
  }

  /** Finds tools as a shell does. */
  static ProcessTools onPath() {
    String path = System.getenv("PATH");
    return on(path == null ? "" : path);
  }

  @Override
  public boolean has(String tool) {
    return find(tool).isPresent();
  }

  private Optional<Path> find(String tool) {
    return folders.stream()
        .map(folder -> folder.resolve(tool).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * Starts a tool that goes on until it is ended. What it prints, to both outputs, can be read.
   *
   * @throws IOException with a message for the user if it is missing
   */
  Process start(Call call) throws IOException {
    return new ProcessBuilder(command(call)).redirectErrorStream(true).start();
  }

  private List<String> command(Call call) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        find(call.tool())
            .orElseThrow(() -> new IOException(call.tool() + " is missing"))
            .toString());
    command.addAll(call.arguments());
    return command;
  }

  @Override
  public Answer run(Call call) throws IOException {
    List<String> command = command(call);
    Path folder = Files.createTempDirectory("sessionbeam-tool");
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try {
      String input = call.input();
      Files.writeString(in, input == null ? "" : input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int status = await(process, call);
      return new Answer(status, read(out), read(err));
    } finally {
      for (Path file : List.of(in, out, err, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int await(Process process, Call call) throws IOException {
    try {
      if (process.waitFor(call.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IOException(
          call.text() + ": has not ended within " + call.timeout().toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(call.text() + ": interrupted").initCause(e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), UTF_8);
    }
  }
}

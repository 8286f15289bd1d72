package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the programs of {@code src/test/peers/kubernetes}, each in a JVM of its own: Flink's client
 * of Kubernetes has other versions of libraries than we.
 */
final class KubernetesPeer {
  private static final Path SOURCES = Path.of("src/test/peers/kubernetes");

  /** Written by the build, from the POM beside the programs. */
  private static final Path CLASS_PATH = Path.of("target/peers/kubernetes.classpath");

  private static final int NO_LIBRARY = 3;

  private KubernetesPeer() {}

  /**
   * Runs a program, and returns what it prints.
   *
   * @param folder for its input and its errors
   * @param input for its standard input
   * @throws org.opentest4j.TestAbortedException if there is no Helm for this machine
   */
  static String run(Path folder, String program, String input, List<String> arguments)
      throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile(folder, "input", ""), input);
    Path errors = Files.createTempFile(folder, "errors", "");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                SOURCES.resolve(program + ".java").toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectError(errors.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    Assumptions.assumeFalse(
        status == NO_LIBRARY, "SKIPPED: Helm has no native library for this machine");
    assertThat(Files.readString(errors), status, is(0));
    return output;
  }

  /** The one jar on the class path whose name begins with a text. */
  static Path jar(String name) throws IOException {
    return Arrays.stream(Files.readString(CLASS_PATH).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(jar -> String.valueOf(jar.getFileName()).startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IOException(name + " is not on the class path of the peer"));
  }
}

package dev.sessionbeam.aws;

import dev.sessionbeam.peer.NodePackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the tools of {@code src/test/peers/aws}. */
final class NodeScript {
  private NodeScript() {}

  /**
   * Runs a script with what {@code npm} has installed, and returns what it prints.
   *
   * @param folder for its input and its errors
   * @param input for its standard input
   * @throws org.opentest4j.TestAbortedException if Node is missing
   */
  static String run(Path folder, String script, String input, String... arguments)
      throws IOException, InterruptedException {
    NodePackage node = NodePackage.install("aws");
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(node.sources().resolve(script).toString());
    command.add(node.installed().toString());
    command.addAll(List.of(arguments));
    return output(folder, input, command);
  }

  /** Runs a command, and returns what it prints, whatever its status is. */
  static String output(Path folder, String input, List<String> command)
      throws IOException, InterruptedException {
    Path in = Files.writeString(folder.resolve("input"), input);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    // Status 5 and 19 of cfn-guard mean that a rule failed.
    if (status != 0 && status != 5 && status != 19) {
      throw new IOException(
          command + " ended with " + status + ": " + Files.readString(folder.resolve("errors")));
    }
    return output;
  }
}

package dev.sessionbeam.web;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Runs tests that are written for Node's own test runner. */
final class NodeTests {
  private NodeTests() {}

  /** The output of a program that has ended, and its exit status. */
  record Ended(int status, String output) {}

  /**
   * Runs the tests of a file, and fails with their output if one of them fails.
   *
   * @param variables further variables of the environment
   * @param tests how many tests the file has at least, so that none is missing
   */
  static void run(Path file, Map<String, String> variables, int tests)
      throws IOException, InterruptedException {
    Ended ended = command(variables, "node", "--test", "--test-reporter=tap", file.toString());
    assertThat(ended.output(), ended.status(), is(0));
    assertThat(ended.output(), containsString("# fail 0"));
    long passed = ended.output().lines().filter(line -> line.startsWith("ok ")).count();
    assertThat(ended.output(), passed >= tests, is(true));
  }

  /**
   * Skips the test, loudly, if Node is missing or too old for its test runner.
   *
   * @throws org.opentest4j.TestAbortedException so that the test counts as skipped
   */
  static void requireNode() throws InterruptedException {
    try {
      Ended ended = command(Map.of(), "node", "--version");
      int version = Integer.parseInt(ended.output().strip().replaceAll("v([0-9]+).*", "$1"));
      if (version >= 20) {
        return;
      }
      skip("Node 20 or later is needed, and this is " + ended.output().strip());
    } catch (IOException e) {
      skip("Node is needed, and cannot be run (" + e.getMessage() + ")");
    }
  }

  static void skip(String why) {
    String skipped = "SKIPPED: the tests of tracker.js are not run. " + why;
    System.err.println(skipped);
    Assumptions.abort(skipped);
  }

  static Ended command(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } finally {
      process.destroy();
    }
  }
}

package dev.sessionbeam.web;

import dev.sessionbeam.peer.NodePackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The tracker in a real Chromium, on the demo page. Skipped, with a message, if Chromium, Node or
 * npm is missing. The variable {@code CHROMIUM} names the program if it is not on the path.
 */
class TrackerInChromiumTest {
  private static final Path TESTS = Path.of("src/test/tracker/chromium/chromium.test.js");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int NUMBER_OF_TESTS = 12;

  @Test
  void theDemoPageSendsEachEventOnceWhateverHappensToIt() throws Exception {
    NodeTests.requireNode();
    String given = System.getenv("CHROMIUM");
    List<String> names = given == null ? NAMES : List.of(given);
    Optional<String> chromium = chromium(names);
    if (chromium.isEmpty()) {
      NodeTests.skip(
          "Chromium is needed, and none of "
              + names
              + " can be run: install it, or name the program in the variable CHROMIUM");
    }
    NodePackage tools = NodePackage.install("tracker");
    NodeTests.run(
        TESTS,
        Map.of(
            "CHROMIUM",
            chromium.orElseThrow(),
            "NODE_PATH",
            tools.installed().resolve("node_modules").toString()),
        NUMBER_OF_TESTS);
  }

  /** The whole path of Chromium, as its driver needs it. */
  private static Optional<String> chromium(List<String> names) throws InterruptedException {
    for (String name : names) {
      try {
        if (NodeTests.command(Map.of(), name, "--version").status() == 0) {
          String path = NodeTests.command(Map.of(), "which", name).output().strip();
          return Optional.of(path.isEmpty() ? name : path);
        }
      } catch (IOException e) {
        // Not on the path.
      }
    }
    return Optional.empty();
  }
}

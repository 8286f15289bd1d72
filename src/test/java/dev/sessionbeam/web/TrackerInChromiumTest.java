package dev.sessionbeam.web;

import dev.sessionbeam.peer.NodePackage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The tracker in a real Chromium, on the demo page. Skipped, with a message, if Chromium, Node or
 * npm is missing. The variable {@code CHROMIUM} names the program if it is not on the path.
 */
class TrackerInChromiumTest {
  private static final Path TESTS = Path.of("src/test/tracker/chromium/chromium.test.js");
  private static final int NUMBER_OF_TESTS = 12;

  @Test
  void theDemoPageSendsEachEventOnceWhateverHappensToIt() throws Exception {
    NodeTests.requireNode();
    Optional<String> chromium = Chromium.path();
    if (chromium.isEmpty()) {
      NodeTests.skip(Chromium.MISSING);
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
}

package dev.sessionbeam.web;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CollectProcess;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.NodePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo page in a real Chromium, the collector and a Kinesis server. Each test of the page looks
 * at the stream; at the end, the pipeline makes sessions of it. Skipped, with a message, if
 * Chromium, Node or npm is missing. The variable {@code CHROMIUM} names the program if it is not on
 * the path.
 */
class TrackerInChromiumTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TESTS = Path.of("src/test/tracker/chromium/chromium.test.js");
  private static final Path WEB = Path.of("pipelines/web.yaml");
  private static final int NUMBER_OF_TESTS = 12;
  private static final String KEY = "the-key-of-the-page-0123";

  @TempDir private Path folder;

  @Test
  void theStreamHasEachEventOfAPageOnceWhateverHappensToThePage() throws Exception {
    NodeTests.requireNode();
    Optional<String> chromium = Chromium.path();
    if (chromium.isEmpty()) {
      NodeTests.skip(Chromium.MISSING);
    }
    Instant begin = Instant.now();
    List<String> records = records(chromium.orElseThrow());
    Path output = sessions(records);
    List<JsonNode> sessions = new ArrayList<>();
    for (String line : CommandRun.lines(output, "sessions")) {
      sessions.add(JSON.readTree(line));
    }
    sessions.sort(Comparator.comparing(TrackerInChromiumTest::start));
    assertThat(
        sessions.stream().map(TrackerInChromiumTest::describe).toList(),
        contains(
            "4 by opening_event, open to share",
            "1 by opening_event, open to open",
            // Offline and back.
            "3 by opening_event, open to edit",
            // The queue was full, so the first events were dropped, and the opening one with them.
            "1000 by activity, a500 to a1499",
            // A tab that was closed, a page that was left, one that came back from the cache.
            "3 by opening_event, open to view",
            "2 by opening_event, open to share",
            "3 by opening_event, open to view",
            // Two tabs, and a tab that crashed.
            "41 by opening_event, open to edit",
            "3 by opening_event, open to view",
            // Nothing without consent. Then a clock that is three hours fast.
            "1 by opening_event, open to open"));
    Set<String> machines = new HashSet<>();
    sessions.forEach(session -> machines.add(session.path("machine").asText()));
    assertThat(machines.size(), is(sessions.size() - 1));
    Instant last = start(sessions.get(sessions.size() - 1));
    assertThat(last.toString(), last.isAfter(begin), is(true));
    assertThat(last.toString(), last.isBefore(Instant.now().plus(Duration.ofMinutes(1))), is(true));
    JsonNode ledger = JSON.readTree(output.resolve("_summary.json").toFile());
    assertThat(ledger.path("invalid").asInt(), is(0));
  }

  /** Runs the tests of the page. Returns what is in the stream then. */
  private List<String> records(String chromium) throws Exception {
    NodePackage tools = NodePackage.install("tracker");
    Path keys = Files.writeString(folder.resolve("keys"), "the-key-before-it-0123\n" + KEY + "\n");
    try (KinesisPeer kinesis = KinesisPeer.start();
        Cable cable = Cable.to(kinesis.endpoint().getPort());
        DemoSite site = DemoSite.start()) {
      kinesis.createStream("events", 1);
      try (StreamControl control = StreamControl.start(kinesis, "events", cable);
          CollectProcess collector =
              CollectProcess.start(
                  folder,
                  cable.endpoint(),
                  WEB,
                  "--writeKeys=" + keys,
                  "--allowOrigin=" + site.origin(),
                  "--stamp=received_at")) {
        collector.await("/ready", 200);
        NodeTests.run(
            TESTS,
            Map.of(
                "CHROMIUM",
                chromium,
                "NODE_PATH",
                tools.installed().resolve("node_modules").toString(),
                "PAGE",
                site.page(collector.uri("/v1/events")) + "&key=" + KEY,
                "COLLECTOR",
                collector.uri("").toString(),
                "CONTROL",
                control.address()),
            NUMBER_OF_TESTS);
        collector.terminate();
        assertThat(collector.log(), collector.awaitEnd(), is(0));
        return control.texts();
      }
    }
  }

  private Path sessions(List<String> records) throws IOException {
    Path input = Files.createDirectories(folder.resolve("raw"));
    Files.write(input.resolve("records.jsonl"), records);
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", WEB, input, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    return output;
  }

  private static Instant start(JsonNode session) {
    return Instant.parse(session.path("session_start").asText());
  }

  private static String describe(JsonNode session) {
    return session.path("event_count").asText()
        + " by "
        + session.path("opened_by").asText()
        + ", "
        + session.path("first_action").asText()
        + " to "
        + session.path("last_action").asText();
  }
}

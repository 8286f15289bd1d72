package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the command line over the sample, with destinations on this machine. */
class DeliverRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private HttpPeer peer;

  @BeforeEach
  void start() throws IOException {
    peer = HttpPeer.start();
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  /** As people write them, with trailing commas. The destination {@code dead} takes nothing. */
  private Path routes() throws IOException {
    String text =
        """
        [
          {"destination_name": "crm", "destination_url": "CRM", "enabled_events": ["start", "save",]},
          {"destination_name": "mail", "destination_url": "MAIL", "enabled_events": ["share"],
           "retry": {"initial_delay": "10ms"}},
          {"destination_name": "stats", "destination_url": "STATS", "source": "sessions"},
          {"destination_name": "dead", "destination_url": "DEAD", "enabled_events": ["merge"],
           "retry": {"attempts": 2, "initial_delay": "10ms"}},
        ]
        """
            .replace("CRM", peer.uri("/crm").toString())
            .replace("MAIL", peer.uri("/mail").toString())
            .replace("STATS", peer.uri("/stats").toString())
            .replace("DEAD", HttpPeer.nowhere().toString());
    return Files.writeString(folder.resolve("routes.json"), text);
  }

  private CommandRun run(String runner, Path output, String... more) throws IOException {
    List<String> flags = new ArrayList<>(List.of("--routes=" + routes()));
    flags.addAll(Arrays.asList(more));
    return CommandRun.run(
        runner, GoldenSample.DEFINITION, GoldenSample.INPUT, output, flags.toArray(String[]::new));
  }

  private Set<String> bodies(String path) {
    return peer.requests(path).stream()
        .map(ReceivedRequest::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String action(String json) throws IOException {
    return JSON.readTree(json).path("action").asText();
  }

  /** The events of the output with some actions, without the fields of their sessions. */
  private static Set<String> events(Path output, String... actions) throws IOException {
    Set<String> events = new TreeSet<>();
    for (String line : CommandRun.lines(output, "events")) {
      if (Arrays.asList(actions).contains(action(line))) {
        events.add(line.replaceFirst(",\"session_id\":.*$", "}"));
      }
    }
    assertThat(events, is(not(empty())));
    return events;
  }

  /**
   * Requires what holds in both modes.
   *
   * @param routed the numbers of the summary that together count the events that routes were asked
   *     for
   */
  private void requireDelivered(CommandRun run, Path output, String... routed) throws IOException {
    assertThat(run.err() + run.out(), run.status(), is(0));
    assertThat(run.out(), containsString("The deliveries add up."));
    GoldenSample.requireSame(output);

    // In a stream, copies of an event go out too, and may differ from the one in the output.
    assertThat(events(output, "start", "save"), everyItem(is(in(bodies("/crm")))));
    assertThat(events(output, "share"), everyItem(is(in(bodies("/mail")))));
    for (String body : bodies("/crm")) {
      assertThat(action(body), is(in(List.of("start", "save"))));
    }
    for (String body : bodies("/mail")) {
      assertThat(action(body), is("share"));
    }
    assertThat(List.copyOf(bodies("/stats")), is(CommandRun.lines(output, "sessions")));

    JsonNode summary = JSON.readTree(output.resolve("_summary.json").toFile());
    JsonNode deliveries = summary.path("deliveries");
    assertThat(summary.path("deliveries_add_up").asBoolean(), is(true));
    assertThat(
        summary.path("events_unrouted").asLong()
            + routed(deliveries, "crm")
            + routed(deliveries, "mail")
            + routed(deliveries, "dead"),
        is(Arrays.stream(routed).mapToLong(number -> summary.path(number).asLong()).sum()));
    assertThat(summary.path("events_unrouted").asLong(), is(greaterThan(0L)));
    for (String healthy : List.of("crm", "mail", "stats")) {
      assertThat(
          healthy,
          deliveries.path(healthy).path("delivered").asLong(),
          is(routed(deliveries, healthy)));
    }
    List<String> undelivered = CommandRun.lines(output, "undelivered");
    assertThat(undelivered, hasSize((int) routed(deliveries, "dead")));
    assertThat(undelivered, is(not(empty())));
    for (String line : undelivered) {
      JsonNode letter = JSON.readTree(line);
      assertThat(letter.path("destination").asText(), is("dead"));
      assertThat(action(letter.path("payload").asText()), is("merge"));
    }
  }

  private static long routed(JsonNode deliveries, String destination) {
    return deliveries.path(destination).path("routed").asLong();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "DirectRunner"})
  void aStreamBringsEventsAndSessionsToExactlyTheirDestinations(String runner) throws IOException {
    peer.behave("/mail", HttpBehavior.failingFirstAttempts());
    Path output = folder.resolve("out");
    requireDelivered(
        run(
            runner,
            output,
            "--streaming",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms"),
        output,
        "events_written",
        "duplicates");
  }

  /** What waits for the destination becomes dead letters. */
  @Test
  void aDestinationThatIsRemovedWhileAStreamRunsGetsNothingMore() throws Exception {
    HttpBehavior.Held held = HttpBehavior.held();
    peer.behave("/stats", held);
    peer.behave(
        "/crm",
        (exchange, request, scheduler) -> {
          remove("crm");
          HttpBehavior.status(503, "down").answer(exchange, request, scheduler);
          held.release();
        });
    Path output = folder.resolve("out");
    CommandRun run =
        run(
            "FlinkRunner",
            output,
            "--streaming",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms",
            "--routesRefresh=100ms");
    assertThat(run.err() + run.out(), run.status(), is(0));
    JsonNode deliveries =
        JSON.readTree(output.resolve("_summary.json").toFile()).path("deliveries");
    assertThat(routed(deliveries, "crm"), is(greaterThan(0L)));
    Set<String> reasons = new TreeSet<>();
    for (String line : CommandRun.lines(output, "undelivered")) {
      JsonNode letter = JSON.readTree(line);
      if (letter.path("destination").asText().equals("crm")) {
        reasons.add(letter.path("reason").asText());
      }
    }
    assertThat(reasons, hasItem("destination_removed"));
  }

  /** Writes the routes again, without one destination. */
  private synchronized void remove(String destination) throws IOException {
    Path file = folder.resolve("routes.json");
    List<String> left =
        Files.readAllLines(file).stream()
            .filter(line -> !line.contains("\"" + destination + "\""))
            .toList();
    Path fresh = Files.write(folder.resolve("routes.new"), left);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlinkRunner", "DirectRunner"})
  void aBatchRunSendsEachEventAndSessionOnceIfItIsToldTo(String runner) throws IOException {
    peer.behave("/mail", HttpBehavior.failingFirstAttempts());
    Path output = folder.resolve("out");
    requireDelivered(run(runner, output, "--deliver"), output, "events_written");
    assertThat(bodies("/crm"), is(events(output, "start", "save")));
    assertThat(peer.requests("/crm"), hasSize(bodies("/crm").size()));
    assertThat(peer.requests("/stats"), hasSize(CommandRun.lines(output, "sessions").size()));
  }

  @Test
  void aBatchRunSendsNothingUnlessItIsToldToAndSaysSo() throws IOException {
    Path output = folder.resolve("out");
    CommandRun run = run("FlinkRunner", output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("a batch run sends only with --deliver"));
    assertThat(run.out(), not(containsString("undelivered/")));
    GoldenSample.requireSame(output);
    assertThat(peer.requests(), is(empty()));
  }

  /** A backfill adds its own, because what was not delivered belongs to no day. */
  @Test
  void aBackfillDeliversItsDaysAndKeepsTheUndeliveredOfOtherRuns() throws IOException {
    Path output = folder.resolve("out");
    assertThat(run("FlinkRunner", output, "--deliver").status(), is(0));
    List<Path> before = CommandRun.files(output.resolve("undelivered"));
    int lines = CommandRun.lines(output, "undelivered").size();
    CommandRun days =
        run(
            "FlinkRunner",
            output,
            "--deliver",
            "--overwrite",
            "--from=2017-02-05",
            "--to=2017-02-06");
    assertThat(days.err(), days.status(), is(0));
    List<Path> after = CommandRun.files(output.resolve("undelivered"));
    assertThat(before, everyItem(is(in(after))));
    JsonNode summary =
        JSON.readTree(output.resolve("_summary_2017-02-05_2017-02-06.json").toFile());
    assertThat(
        CommandRun.lines(output, "undelivered"),
        hasSize(lines + summary.at("/deliveries/dead/undelivered").asInt()));
    // A run over everything replaces all of them.
    assertThat(run("FlinkRunner", output, "--overwrite").status(), is(0));
    assertThat(CommandRun.files(output.resolve("undelivered")), is(empty()));
  }
}

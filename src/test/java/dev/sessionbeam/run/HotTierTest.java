package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.DynamoDbPeer;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the command line with a table of sessions as destination: at the end, the table equals the
 * view of the current sessions. {@code make hot-tier} runs it with more events.
 */
class HotTierTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final int EVENTS = Integer.getInteger("hot.events", 4_000);
  private static final int MACHINES = Integer.getInteger("hot.machines", 60);
  private static final int RATE = Integer.getInteger("hot.rate", 500);
  private static final long SEED = Long.getLong("hot.seed", 7);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static DynamoDbPeer peer;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    peer = DynamoDbPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private CommandRun stream(Path input, Path output, Path routes, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--streaming",
                "--maxDisorder=1m",
                "--replayRate=" + RATE + "/s",
                "--autoWatermarkInterval=1",
                "--maxBundleSize=10",
                "--maxBundleTimeMills=100",
                "--checkpointingInterval=500",
                "--fileDelay=300ms",
                "--parallelism=2",
                "--deliveryDrain=5m",
                "--routes=" + routes));
    flags.addAll(List.of(more));
    return CommandRun.run("FlinkRunner", DEFINITION, input, output, flags.toArray(String[]::new));
  }

  private static JsonNode account(Path output) throws IOException {
    JsonNode summary = JSON.readTree(output.resolve("_summary.json").toFile());
    assertThat(summary.path("deliveries_add_up").asBoolean(), is(true));
    return summary.path("deliveries").path("hot");
  }

  @Test
  void aStreamWithLateEventsLeavesTheCurrentSessionsInTheTable() throws Exception {
    HotTier hot = new HotTier(peer, "stream");
    Path input = HotTier.lateEvents(folder, EVENTS, MACHINES, SEED);
    Path output = folder.resolve("out");
    long begin = System.nanoTime();
    CommandRun run =
        stream(input, output, hot.routes(folder, peer.endpoint(), ", \"max_in_flight\": 256"));
    assertThat(run.err() + run.out(), run.status(), is(0));
    HotTier.Compared compared = hot.requireCurrent(output);
    JsonNode account = account(output);
    assertThat(account.path("delivered").asLong(), is(account.path("routed").asLong()));
    System.out.printf(
        Locale.ROOT,
        "seed %d: %d events, %d deliveries in %d s, %d current sessions, of which %d revised, and"
            + " %d tombstones%n",
        SEED,
        EVENTS,
        account.path("delivered").asLong(),
        Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
        compared.current(),
        compared.revised(),
        compared.tombstones());
    assertThat("merged, split or moved", compared.tombstones(), is(greaterThan(0)));
    assertThat("revised", compared.revised(), is(greaterThan(0)));
  }

  /** Each write fails at first, at random. */
  @Test
  void throttlingChangesNothingOfTheEnd() throws Exception {
    HotTier hot = new HotTier(peer, "throttled");
    Path input = HotTier.lateEvents(folder, 1_500, 20, SEED);
    Path output = folder.resolve("out");
    try (Relay relay = Relay.to(peer.endpoint().getPort())) {
      AtomicInteger calls = new AtomicInteger();
      relay.fail(
          head -> head.contains(".PutItem\r\n") && calls.getAndIncrement() % 3 == 0,
          400,
          "ProvisionedThroughputExceededException");
      CommandRun run =
          stream(
              input,
              output,
              hot.routes(
                  folder,
                  relay.endpoint(),
                  ", \"retry\": {\"attempts\": 50, \"initial_delay\": \"50ms\"}"));
      assertThat(run.err() + run.out(), run.status(), is(0));
    }
    HotTier.Compared compared = hot.requireCurrent(output);
    assertThat(compared.tombstones(), is(greaterThan(0)));
    assertThat(account(output).path("retries").asLong(), is(greaterThan(0L)));
  }

  /** A table starts from history, and a batch run after a stream changes nothing. */
  @Test
  void aBatchRunStartsATableAndOverwritesNothing() throws Exception {
    HotTier hot = new HotTier(peer, "history");
    Path input = HotTier.lateEvents(folder, 1_500, 20, SEED);
    Path batch = folder.resolve("batch");
    Path routes = hot.routes(folder, peer.endpoint(), "");
    for (String overwrite : List.of("--overwrite=false", "--overwrite")) {
      CommandRun run =
          CommandRun.run(
              "FlinkRunner",
              DEFINITION,
              input,
              batch,
              "--deliver",
              "--routes=" + routes,
              overwrite);
      assertThat(run.err() + run.out(), run.status(), is(0));
      assertThat(hot.requireCurrent(batch).revised(), is(0));
    }

    HotTier streamed = new HotTier(peer, "stream-then-history");
    Path output = folder.resolve("out");
    Path routesOfStream = streamed.routes(folder, peer.endpoint(), "");
    assertThat(stream(input, output, routesOfStream).status(), is(0));
    HotTier.Compared before = streamed.requireCurrent(output);
    CommandRun after =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            input,
            batch,
            "--deliver",
            "--routes=" + routesOfStream,
            "--overwrite");
    assertThat(after.err(), after.status(), is(0));
    assertThat(streamed.requireCurrent(output), is(before));
  }

  @Test
  void aMissingTableIsAFaultBeforeAnythingIsRead() throws Exception {
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"),
            """
            [{"destination_name": "hot", "destination_arn": "ARN", "endpoint": "URL",
              "source": "sessions"},
             {"destination_name": "last", "destination_arn": "ARN", "endpoint": "URL",
              "enabled_events": ["*"]}]
            """
                .replace("ARN", DynamoDbPeer.arn("missing"))
                .replace("URL", peer.endpoint().toString()));
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            GoldenSample.INPUT,
            output,
            "--deliver",
            "--routes=" + routes,
            "--maxInvalid=x");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--routes: hot: there is no table missing in eu-west-1"));
    assertThat(run.err(), containsString("--routes: last: there is no table missing in eu-west-1"));
    assertThat("with all other faults", run.err(), containsString("--maxInvalid"));
    assertThat(CommandRun.files(output), is(empty()));

    CommandRun silent =
        CommandRun.run("FlinkRunner", DEFINITION, GoldenSample.INPUT, output, "--routes=" + routes);
    assertThat("a run that sends nothing asks nobody", silent.status(), is(0));
    CommandRun checked = CommandRun.of("validate", DEFINITION.toString(), "--routes=" + routes);
    assertThat(checked.err(), checked.status(), is(0));
  }

  @Test
  void aTableThatIsOutOfReachIsAWarningAndItsDeliveriesAreKept() throws Exception {
    Path routes =
        Files.writeString(
            folder.resolve("routes.json"),
            """
            [{"destination_name": "hot", "destination_arn": "ARN", "endpoint": "URL",
              "source": "sessions", "retry": {"attempts": 1}}]
            """
                .replace("ARN", DynamoDbPeer.arn("any"))
                .replace("URL", "http://127.0.0.1:" + HttpPeer.nowhere().getPort()));
    Path output = folder.resolve("out");
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            DEFINITION,
            GoldenSample.INPUT,
            output,
            "--deliver",
            "--routes=" + routes);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.err(), containsString("Warning: --routes: hot: the keys of the table any in"));
    assertThat(run.err(), not(containsString("Exception")));
    assertThat(
        account(output).path("undelivered").asInt(),
        is(CommandRun.lines(output, "sessions").size()));
  }
}

package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.HttpPeer;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real cluster how its job is doing: one in order, one that is behind, one that fails. */
class ClusterStatusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STREAM = "events";

  @TempDir private static Path shared;
  private static KinesisPeer kinesis;
  private static TestCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    kinesis = KinesisPeer.start();
    cluster =
        TestCluster.start(
            Files.createDirectory(shared.resolve("cluster")), KinesisPeer.environment());
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    if (kinesis != null) {
      kinesis.close();
    }
  }

  private static CommandRun status(String... flags) {
    return command("status", flags);
  }

  private static CommandRun command(String name, String... flags) {
    List<String> args = new ArrayList<>(List.of(name, "--flinkMaster=" + cluster.address()));
    args.addAll(Arrays.asList(flags));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static JsonNode json() throws IOException {
    return JSON.readTree(status("--json").out());
  }

  private Path routes(HttpPeer peer) throws IOException {
    return Files.writeString(
        folder.resolve("routes.json"),
        """
        [{"destination_name": "crm.eu", "destination_url": "CRM", "enabled_events": ["start"]},
         {"destination_name": "dead", "destination_url": "DEAD", "enabled_events": ["merge"],
          "retry": {"attempts": 1}}]
        """
            .replace("CRM", peer.uri("/crm").toString())
            .replace("DEAD", HttpPeer.nowhere().toString()));
  }

  private CommandRun startJob(HttpPeer peer) throws IOException {
    return CommandRun.of(
        "run",
        "--streaming",
        "--flinkMaster=" + cluster.address(),
        "--filesToStage=" + cluster.jar(),
        "--attachedMode=false",
        "--jobName=nitro",
        "--definition=" + KinesisSample.NITRO,
        "--stream=" + STREAM,
        "--startAt=trim_horizon",
        "--kinesisEndpoint=" + kinesis.endpoint(),
        "--awsRegion=" + KinesisPeer.REGION,
        "--output=" + folder.resolve("out"),
        "--routes=" + routes(peer),
        "--parallelism=2",
        "--checkpointingInterval=500",
        "--maxBundleTimeMills=100",
        "--fileDelay=300ms");
  }

  /** One job for all of it, because each start takes long. */
  @Test
  void theStatusTellsAJobInOrderFromOneThatIsBehindAndOneThatFails() throws Exception {
    CommandRun none = status();
    assertThat(none.err(), is("sessionbeam: the cluster has no job\n"));
    assertThat(none.status(), is(1));

    kinesis.createStream(STREAM, 2);
    List<byte[]> records = KinesisSample.records();
    KinesisSample.put(kinesis, STREAM, kinesis.shards(STREAM), records);
    try (HttpPeer peer = HttpPeer.start()) {
      CommandRun started = startJob(peer);
      assertThat(started.err(), started.status(), is(0));
      requireOrder(records.size());
      requireCommandsOfThePage();
      requireBehind();
      requireMetrics();
      requireFailure();
    }
  }

  private static void requireOrder(int records) throws Exception {
    TestCluster.await(
        () -> {
          JsonNode now = json();
          return now.path("counts").path("records").asInt() == records
              && now.path("deliveries").path("crm_eu").path("delivered").asInt() > 0
              && now.path("published_watermark").isNumber()
              && now.path("healthy").asBoolean();
        });
    CommandRun inOrder = status("--job=nitro");
    assertThat(
        inOrder
            .out()
            .replaceAll("[0-9a-f]{32}", "ID")
            .replaceAll("\\d[\\w:.-]*(,\\d{3})*( [kM]B)?", "#"),
        is(
            """
            Job nitro ID
            http://#/#/job/ID/overview

            state         RUNNING, # of # tasks run
            started       #, # ago
            restarts      #
            checkpoints   # completed, # failed; one every #; the last began # ago, took #, # of state
            watermark     #, # behind the clock
            published     #, # behind the clock
            behind        the record that was read last is # old
                          the slowest shards: shardId-# #, shardId-# #
            records       # read since the last start or restart
            = events      # written, in # sessions
            + duplicates  #
            + invalid     #
            + late        #
            + waiting     # for the end of their sessions
            deliveries    crm_eu: # routed = # delivered + # dead letters in the queue + # in undelivered/ + # waiting; # retries
            deliveries    dead: # routed = # delivered + # dead letters in the queue + # in undelivered/ + # waiting; # retries

            Healthy.
            """));
    assertThat(inOrder.status(), is(0));
    assertThat(json().path("millis_behind_arrival_of").size(), is(2));
    JsonNode counts = json().path("counts");
    assertThat(
        counts.toString(),
        counts.path("events").asInt()
            + counts.path("duplicates").asInt()
            + counts.path("invalid").asInt()
            + counts.path("late").asInt()
            + counts.path("waiting").asInt(),
        is(records));
    assertThat(counts.path("invalid").asInt(), is(greaterThan(0)));
  }

  /** The page for three in the morning names commands. Each of them runs as it is written there. */
  private static void requireCommandsOfThePage() throws IOException {
    String page = Files.readString(Path.of("docs/operations.md"));
    String alerts = page.substring(page.indexOf("\n## Alerts\n"), page.indexOf("\n## Runners\n"));
    Set<String> commands = new TreeSet<>();
    Matcher named = Pattern.compile("`sessionbeam (status|logs)( [^`]*)?`").matcher(alerts);
    while (named.find()) {
      commands.add(named.group().replaceAll("`(sessionbeam )?", ""));
    }
    assertThat(commands.size(), is(greaterThan(2)));
    for (String command : commands) {
      List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
      CommandRun run = command(words.remove(0), words.toArray(String[]::new));
      assertThat(command + ": " + run.err(), run.status(), is(0));
    }
  }

  /** Runs a command that does not end by itself, until it has printed something often enough. */
  private static String untilPrinted(int times, String text, String name, String... flags) {
    StringWriter printed = new StringWriter();
    PrintWriter out =
        new PrintWriter(printed) {
          @Override
          public void flush() {
            if (printed.toString().split(text, -1).length > times) {
              Thread.currentThread().interrupt();
            }
          }
        };
    List<String> args = new ArrayList<>(List.of(name, "--flinkMaster=" + cluster.address()));
    args.addAll(Arrays.asList(flags));
    CommandRun.printing(out, args.toArray(String[]::new));
    Thread.interrupted();
    return printed.toString();
  }

  private static void requireBehind() {
    String watched = untilPrinted(3, "Job nitro ", "status", "--watch", "--every=50ms");
    assertThat(watched.split("\n\nJob nitro ", -1).length, is(3));
    CommandRun behind = status("--maxBehind=1ms");
    assertThat(behind.status(), is(1));
    assertThat(
        behind.out(),
        containsString("\nNOT HEALTHY: it is behind: the record that was read last is "));
    CommandRun other = status("--job=other");
    assertThat(other.status(), is(1));
    assertThat(
        other.err(),
        containsString("the cluster has no job with the id or name 'other'; it has\n"));
    assertThat(other.err(), containsString(" nitro, RUNNING"));
  }

  /**
   * Every metric of the alerts and of the dashboard is there, once a record was rejected, one was
   * late and one was not delivered: counters appear with the first one.
   */
  private static void requireMetrics() throws Exception {
    String late =
        new String(KinesisSample.records().get(0), UTF_8)
            .replaceFirst("\"timestamp\":\\d+", "\"timestamp\":1400000000");
    kinesis.put(STREAM, "machine", late.getBytes(UTF_8));
    TestCluster.await(
        () -> {
          JsonNode now = json();
          return now.path("counts").path("late").asInt() > 0
              && now.path("deliveries").path("dead").path("undelivered").asInt() > 0;
        });
    List<String> served =
        cluster.metrics("flink_").stream().map(line -> line.split("[{ ]", 2)[0]).toList();
    Set<String> missing = new TreeSet<>(MonitoredMetrics.read());
    assertThat("found in the files", missing.size(), is(greaterThan(10)));
    missing.removeIf(name -> served.stream().anyMatch(metric -> metric.matches(name)));
    assertThat(missing, is(empty()));
  }

  /** A job fails again and again if it cannot publish its files. */
  private void requireFailure() throws Exception {
    Path temporary = folder.resolve("out").resolve(".sessionbeam-temporary");
    Files.move(temporary, folder.resolve("moved"));
    Files.writeString(temporary, "no folder");
    kinesis.put(STREAM, "machine", KinesisSample.records().get(0));
    TestCluster.await(() -> !status().out().contains("Healthy."));
    TestCluster.await(() -> status().out().contains("\nfailure       "));
    CommandRun failed = status();
    assertThat(failed.status(), is(1));
    assertThat(failed.out(), containsString("NOT HEALTHY: it failed "));

    CommandRun logs = command("logs", "--level=warn", "--last=5");
    assertThat(logs.err(), logs.status(), is(0));
    List<String> heads =
        logs.out().lines().filter(line -> line.matches("\\S+ \\d{4}-\\d\\d-\\d\\d .*")).toList();
    assertThat(logs.out(), heads.size(), is(5));
    assertThat(heads, everyItem(not(containsString(" INFO "))));
    assertThat(
        "in the order of time",
        heads.stream().map(line -> line.replaceFirst("\\S+ ", "").substring(0, 23)).toList(),
        is(
            heads.stream()
                .map(line -> line.replaceFirst("\\S+ ", "").substring(0, 23))
                .sorted()
                .toList()));
    assertThat(
        command("logs", "--containing=sessionbeam-temporary", "--last=1").out(),
        containsString("sessionbeam-temporary"));
    assertThat(command("logs", "--containing=no such text").out(), is(""));
    String followed =
        untilPrinted(3, "sessionbeam-temporary", "logs", "--follow", "--last=1", "--level=warn");
    long entries =
        followed.lines().filter(line -> line.matches("\\S+ \\d{4}-\\d\\d-\\d\\d .*")).count();
    assertThat("more than the last one", entries, is(greaterThan(1L)));
  }

  @Test
  void aClusterThatIsNotThereIsNamed() throws Exception {
    String nowhere = "127.0.0.1:" + HttpPeer.nowhere().getPort();
    for (String name : List.of("status", "logs")) {
      CommandRun run = CommandRun.of(name, "--flinkMaster=" + nowhere);
      assertThat(run.err(), is("sessionbeam: http://" + nowhere + "/ cannot be reached\n"));
      assertThat(run.status(), is(1));
    }
  }

  @Test
  void allFaultsOfTheFlagsAreNamed() {
    CommandRun status = CommandRun.of("status", "--flinkMaster=:::", "--maxBehind=10", "--every=0");
    assertThat(
        status.err(),
        is(
            """
            sessionbeam: --flinkMaster: ':::' is not an address: HOST:PORT
            sessionbeam: --maxBehind: needs a unit (d, h, m, s or ms), e.g. 10m
            sessionbeam: --every is for --watch
            sessionbeam: --every: must be longer than 0
            """));
    assertThat(status.status(), is(2));
    CommandRun logs = CommandRun.of("logs", "--last=0", "--level=loud");
    assertThat(
        logs.err(),
        is(
            """
            sessionbeam: --last: must be from 1 to 10000
            sessionbeam: --level: 'loud' is not one of debug, info, warn, error
            """));
    assertThat(logs.status(), is(2));
  }
}

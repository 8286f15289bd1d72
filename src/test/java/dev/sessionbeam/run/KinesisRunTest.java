package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Runs streams of a Kinesis server, and compares their lines with those of a batch run. */
class KinesisRunTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");

  private static KinesisPeer peer;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private CommandRun stream(String name, String... more) {
    return CommandRun.of(arguments(name, more).toArray(new String[0]));
  }

  /** Later flags replace earlier flags of the same name. */
  private List<String> arguments(String name, String... more) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--definition", NITRO.toString());
    flags.put("--stream", name);
    flags.put("--startAt", "trim_horizon");
    flags.put("--kinesisEndpoint", peer.endpoint().toString());
    flags.put("--checkpointingInterval", "1000");
    flags.put("--stopWhenIdle", "2s");
    flags.put("--output", folder.resolve("stream").toString());
    for (String flag : more) {
      String[] nameAndValue = flag.split("=", 2);
      flags.put(nameAndValue[0], nameAndValue[1]);
    }
    List<String> args = new ArrayList<>(List.of("run", "--streaming"));
    flags.forEach((flag, value) -> args.add(flag + "=" + value));
    return args;
  }

  /** Puts records to the shards in turn, so that each shard has its records in their order. */
  private static void put(String stream, List<byte[]> records) {
    put(stream, peer.shards(stream), records);
  }

  private static void put(String stream, List<Shard> shards, List<byte[]> records) {
    KinesisSample.put(peer, stream, shards, records);
  }

  private void assertSameAsBatch(CommandRun run) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    KinesisSample.requireSameAsBatch(folder);
    assertThat(run.out(), containsString("The ledger adds up."));
  }

  @Test
  void shardsThatArePolledGiveTheSameBytesAsABatch() throws IOException {
    peer.createStream("polled", 3);
    put("polled", KinesisSample.records());
    Path archive = folder.resolve("archive");
    CommandRun run = stream("polled", "--parallelism=2", "--archive=" + archive);
    assertSameAsBatch(run);
    assertThat(run.out(), containsString("records archived"));
    requireArchived(archive);
    requireSameFromArchive(archive);
  }

  private static void requireArchived(Path archive) throws IOException {
    List<String> raw =
        KinesisSample.records().stream().map(bytes -> new String(bytes, UTF_8)).sorted().toList();
    assertThat("each record as it came", CommandRun.lines(archive, "").equals(raw));
  }

  /** A batch run over the archive writes the lines that the stream wrote. */
  private void requireSameFromArchive(Path archive) throws IOException {
    Path batch = folder.resolve("archived");
    CommandRun run = CommandRun.run("FlinkRunner", NITRO, archive, batch);
    assertThat(run.err(), run.status(), is(0));
    Path stream = folder.resolve("stream");
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset, CommandRun.lines(batch, dataset).equals(CommandRun.lines(stream, dataset)));
    }
    assertThat(KinesisSample.refused(batch), is(KinesisSample.refused(stream)));
  }

  @Test
  void shardsThatArePushedGiveTheSameBytesAsABatch() throws IOException {
    peer.createStream("pushed", 3);
    put("pushed", KinesisSample.records());
    assertSameAsBatch(stream("pushed", "--consumerArn=" + peer.consumer("pushed")));
  }

  /** Some records come before the shards change and some after it. The reader meets the ends. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shardsThatAreSplitAndMergedLoseNothing(boolean pushed) throws IOException {
    String name = pushed ? "resharded-pushed" : "resharded-polled";
    peer.createStream(name, 3);
    List<byte[]> records = KinesisSample.records();
    List<Shard> shards = peer.shards(name);
    put(name, shards, records.subList(0, 400));
    peer.split(name, shards.get(0));
    peer.merge(name, shards.get(1), shards.get(2));
    List<Shard> now = open(name);
    now.removeAll(shards);
    assertThat(now, hasSize(3));
    put(name, now, records.subList(400, records.size()));
    assertSameAsBatch(
        pushed
            ? stream(name, "--consumerArn=" + peer.consumer(name), "--stopWhenIdle=2s")
            : stream(name, "--parallelism=2"));
  }

  private static List<Shard> open(String name) {
    List<Shard> open = new ArrayList<>(peer.shards(name));
    open.removeIf(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
    return open;
  }

  /** The shard has no record, only an end. The other shards are read long before that end. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theChildrenOfAShardThatNeverHadARecordAreWaitedFor(boolean pushed) throws IOException {
    String name = pushed ? "empty-pushed" : "empty-polled";
    peer.createStream(name, 2);
    peer.split(name, peer.shards(name).get(0));
    put(name, open(name), KinesisSample.records());
    assertSameAsBatch(pushed ? stream(name, "--consumerArn=" + peer.consumer(name)) : stream(name));
  }

  /** The third shard never gets a record, and has a task of its own. */
  @Test
  void anIdleShardHoldsNothingBack() throws IOException {
    peer.createStream("idle", 3);
    put("idle", peer.shards("idle").subList(0, 2), KinesisSample.records());
    assertSameAsBatch(stream("idle", "--parallelism=3"));
  }

  /**
   * Three processes are killed, each after a checkpoint of its own. More records come while no
   * process runs.
   */
  @Test
  void aKilledRunResumesAfterItsCheckpoint() throws Exception {
    peer.createStream("killed", 3);
    List<byte[]> records = KinesisSample.records();
    Path checkpoints = folder.resolve("checkpoints");
    Set<Path> seen = new HashSet<>();
    for (int kill = 0; kill < 3; kill++) {
      put("killed", records.subList(kill * 300, (kill + 1) * 300));
      Process process = start("killed", checkpoints);
      // The records that were put before the first one have been read by the second one.
      KinesisSample.awaitTwoCheckpoints(process, folder.resolve("log"), checkpoints, seen);
      process.destroyForcibly().waitFor();
    }
    assertThat(
        SavedClasses.in(Checkpoints.in(checkpoints).latest().orElseThrow()).stream()
            .map(SavedClasses::form)
            .toList(),
        is(
            SavedClasses.pinned(
                "dev.sessionbeam.io.kinesis.ReadKinesis$NoRateLimit 1",
                "dev.sessionbeam.io.kinesis.ShardWatermarks 1, J startMillis")));
    put("killed", records.subList(900, records.size()));
    Path archive = folder.resolve("archive");
    CommandRun last =
        stream("killed", "--checkpoints=" + checkpoints, "--resume=true", "--archive=" + archive);
    assertThat(last.err(), last.status(), is(0));
    assertThat(last.out(), containsString("Counted since the checkpoint"));
    KinesisSample.requireSameAsBatch(folder);
    requireArchived(archive);
  }

  /** A position in a shard does not say how far the watermark was. */
  @Test
  void eventsThatAreLateBeforeARestartAreLateAfterIt() throws Exception {
    peer.createStream("late", 1);
    Path definition =
        Files.writeString(folder.resolve("late.yaml"), LateAfterRestoreTest.DEFINITION);
    Path checkpoints = folder.resolve("checkpoints");
    put("late", bytes(LateAfterRestoreTest.before()));
    Process process = start("late", checkpoints, "--definition=" + definition, "--fileDelay=300ms");
    Set<Path> seen = new HashSet<>();
    Path output = folder.resolve("stream");
    // When the sessions of the old machines are in files, the watermark has passed them.
    while (CommandRun.files(output).stream().noneMatch(KinesisRunTest::isOfSessions)) {
      assertThat(log(), process.isAlive(), is(true));
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    KinesisSample.newCheckpoints(checkpoints, seen);
    KinesisSample.awaitTwoCheckpoints(process, folder.resolve("log"), checkpoints, seen);
    process.destroyForcibly().waitFor();
    put("late", bytes(LateAfterRestoreTest.after()));
    CommandRun last =
        stream(
            "late", "--definition=" + definition, "--checkpoints=" + checkpoints, "--resume=true");
    assertThat(last.err(), last.status(), is(0));
    LateAfterRestoreTest.requireLate(output);
  }

  private static boolean isOfSessions(Path file) {
    return file.toString().contains("/sessions/date=2017-02-05/");
  }

  private static List<byte[]> bytes(List<String> records) {
    return records.stream().map(record -> record.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** On that runner, only the timestamps of the elements in flight hold the watermark. */
  @Test
  void onTheDirectRunnerNoEventIsLateEither() throws IOException {
    peer.createStream("direct", 2);
    put("direct", KinesisSample.records());
    assertSameAsBatch(stream("direct", "--runner=DirectRunner"));
  }

  private Process start(String name, Path checkpoints) throws IOException {
    return start(name, checkpoints, "--archive=" + folder.resolve("archive"));
  }

  private Process start(String name, Path checkpoints, String... more) throws IOException {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("--stopWhenIdle=1h", "--checkpoints=" + checkpoints, "--resume=true"));
    return CommandRun.start(
        folder.resolve("log"),
        KinesisPeer.environment(),
        arguments(name, flags.toArray(new String[0])));
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void aRejectedRecordNamesItsShardAndSequenceNumber() throws IOException {
    peer.createStream("poisoned", 1);
    Shard shard = peer.shards("poisoned").get(0);
    Instant now = Instant.now();
    String plain = event("a", "plain", now);
    String ahead = event("a", "ahead", now.plus(Duration.ofDays(3650)));
    String behind = event("a", "behind", now.minus(Duration.ofDays(3650)));
    List<String> all =
        List.of(
            plain,
            ahead,
            "{\"glued\":1}" + plain.replace("plain", "glued"),
            "bm8ganNvbg==",
            behind,
            event("a", "last", now),
            "\u0080\n\u0081{\r\n",
            event("a", "lines", now).replace(",", ",\r\n "));
    List<String> numbers = new ArrayList<>();
    for (String data : all) {
      numbers.add(peer.put("poisoned", shard, data.getBytes(ISO_8859_1)).sequenceNumber());
    }
    Path archive = folder.resolve("archive");
    CommandRun run = stream("poisoned", "--archive=" + archive);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    String source = "\"source\":{\"stream\":\"poisoned\",\"shard\":\"" + shard.shardId() + "\",";
    List<String> invalid = CommandRun.lines(folder.resolve("stream"), "invalid");
    assertThat(invalid.toString(), invalid, hasSize(4));
    assertThat(
        invalid,
        containsInAnyOrder(
            rejection("ahead_of_arrival", source, numbers.get(1)),
            rejection("missing_field", source, numbers.get(2)),
            rejection("not_json", source, numbers.get(3)),
            rejection("not_utf8", source, numbers.get(6))));
    // The event of the slow clock has a session of its own. By the watermark, it came in time.
    assertThat(
        ids(CommandRun.lines(folder.resolve("stream"), "events")),
        containsInAnyOrder("plain", "glued", "behind", "last", "lines"));
    assertThat("records that a line does not give back", enveloped(archive), hasSize(3));
    requireSameFromArchive(archive);
  }

  /** The records are those of a file, without the one that Kinesis does not accept. */
  @Test
  void everyHostileRecordIsRejectedForItsReasonAndArchived() throws IOException {
    peer.createStream("hostile", 1);
    Map<String, String> hostile = HostileInputTest.hostile();
    hostile.values().removeIf(reason -> reason.equals("too_large"));
    Shard shard = peer.shards("hostile").get(0);
    for (String record : hostile.keySet()) {
      peer.put("hostile", shard, record.getBytes(ISO_8859_1));
    }
    peer.put("hostile", shard, event("a", "good", Instant.now()).getBytes(UTF_8));
    peer.put("hostile", shard, largest(event("a", "large", Instant.now()).replace(",", ",\n")));
    Path archive = folder.resolve("archive");
    CommandRun run = stream("hostile", "--archive=" + archive);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(
        HostileInputTest.refused(folder.resolve("stream")), is(HostileInputTest.sorted(hostile)));
    assertThat(
        ids(CommandRun.lines(folder.resolve("stream"), "events")),
        containsInAnyOrder("good", "large"));
    requireSameFromArchive(archive);
  }

  /**
   * Fills an event up to the largest record that Kinesis accepts, a mebibyte including the
   * partition key. In an envelope it is larger. The filling looks like the place between two
   * objects without a line break.
   */
  private static byte[] largest(String event) {
    String seam = "\\\"}{";
    String field = "\"x\":\"%s\",";
    int room =
        (1 << 20)
            - "any".length()
            - event.length()
            - String.format(Locale.ROOT, field, "").length();
    String filling = seam.repeat(room / seam.length()) + "x".repeat(room % seam.length());
    return event.replace("{", "{" + String.format(Locale.ROOT, field, filling)).getBytes(UTF_8);
  }

  private static List<String> enveloped(Path archive) throws IOException {
    List<String> lines = new ArrayList<>(CommandRun.lines(archive, ""));
    lines.removeIf(line -> !line.startsWith("{\"source\":{\"stream\":"));
    return lines;
  }

  private static Matcher<String> rejection(String reason, String source, String number) {
    return allOf(
        containsString("\"reason\":\"" + reason + "\""),
        containsString(source + "\"sequence_number\":\"" + number + "\""));
  }

  private static String event(String machine, String id, Instant time) {
    return "{\"event_id\":\""
        + id
        + "\",\"timestamp\":"
        + time.toEpochMilli()
        + ",\"action\":\"view\",\"machine_id\":\""
        + machine
        + "\",\"build\":\"10.1.0.1\"}";
  }

  private static List<String> ids(List<String> events) {
    return events.stream()
        .map(line -> line.replaceAll(".*\"event_id\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void allFaultsAreReportedTogether() {
    assertThat(
        stream("nowhere", "--startAt=yesterday", "--stopWhenIdle=soon").err(),
        allOf(
            containsString("--startAt: 'yesterday' must be latest, trim_horizon, or a time like"),
            containsString("--stopWhenIdle: 'soon' is not a duration")));
    assertThat(
        stream("nowhere", "--readAgainFrom=latest").err(),
        allOf(
            containsString("--readAgainFrom: 'latest' would skip the records that arrived"),
            containsString("it needs --resume, or on a cluster --savepointPath")));
    CommandRun missing = stream("nowhere");
    assertThat(missing.status(), is(2));
    assertThat(
        missing.err(),
        containsString("--stream: there is no stream nowhere at " + peer.endpoint()));
    assertThat(
        stream("nowhere", "--input=" + SAMPLE).err(),
        containsString("--input and --stream: give one of them"));
    Path within = folder.resolve("stream/archive");
    assertThat(
        stream("nowhere", "--archive=" + within).err(),
        containsString("--archive: " + within + " must not be inside the output "));
    peer.createStream("unpushed", 1);
    assertThat(
        stream(
                "unpushed",
                "--consumerArn=arn:aws:kinesis:eu-central-1:000000000000:stream/unpushed/consumer/x:1")
            .err(),
        containsString("--consumerArn: Kinesis at " + peer.endpoint() + " has no consumer arn:"));
  }

  @Test
  void aServerThatCannotBeReachedIsReported() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CommandRun run = stream("any", "--kinesisEndpoint=http://127.0.0.1:" + port);
    assertThat(run.status(), is(2));
    assertThat(
        run.err(), containsString("--stream: cannot reach Kinesis at http://127.0.0.1:" + port));
  }
}

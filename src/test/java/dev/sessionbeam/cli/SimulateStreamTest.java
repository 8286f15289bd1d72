package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;

import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Runs {@code simulate --stream} with a Kinesis server of its own. */
class SimulateStreamTest {
  private static final String[] EVENTS = {"--events=3000", "--machines=60", "--seed=4"};

  private static KinesisPeer peer;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
    peer.createStream("plain", 3);
    peer.createStream("aggregated", 3);
    peer.createStream("paced", 1);
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, false", "aggregated, true"})
  void theStreamHoldsTheRecordsOfFilesWithEachMachineInOneShardInOrder(
      String stream, boolean aggregate) throws Exception {
    List<String> flags = new ArrayList<>(List.of(EVENTS));
    if (aggregate) {
      flags.add("--aggregate");
    }
    CommandRun sent = simulate(stream, flags.toArray(new String[0]));
    assertThat(sent.err(), sent.status(), equalTo(0));

    List<String> expected = fileLines();
    List<String> found = new ArrayList<>();
    Set<String> machines = new HashSet<>();
    int kinesisRecords = 0;
    for (Shard shard : peer.shards(stream)) {
      List<Record> records = peer.records(stream, shard);
      List<String> lines = new ArrayList<>();
      Set<String> machinesHere = new HashSet<>();
      for (KinesisClientRecord record : userRecords(records, shard)) {
        lines.add(text(record));
        machinesHere.add(record.partitionKey());
      }
      assertThat("in order of arrival", isPartOf(lines, expected));
      assertThat(machinesHere.stream().noneMatch(machines::contains), equalTo(true));
      machines.addAll(machinesHere);
      found.addAll(lines);
      kinesisRecords += records.size();
    }
    assertThat(sorted(found), equalTo(sorted(expected)));
    assertThat(machines, hasSize(60));
    assertThat(kinesisRecords, aggregate ? lessThan(1000) : equalTo(expected.size()));
    assertThat(
        sent.out(),
        matchesRegex(
            String.format(
                Locale.ROOT,
                "%,d records, [0-9,]+ bytes in [0-9.]+ s \\([0-9,]+ records/s\\) to %s in .*;"
                    + " 0 records and 0 calls sent again\\R",
                expected.size(),
                stream)));
  }

  @Test
  void aRateAndADurationSetTheNumberOfRecords() throws Exception {
    CommandRun sent =
        simulate("paced", "--machines=60", "--seed=4", "--rate=200/s", "--duration=1s500ms");
    assertThat(sent.err(), sent.status(), equalTo(0));
    assertThat(sent.out(), stringContainsInOrder("300 records, ", "behind the pace"));
    assertThat(peer.records("paced"), hasSize(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "plan"})
  void aMissingStreamIsReportedBeforeAnythingIsSent(String name) {
    CommandRun rejected = simulate(name, EVENTS);
    assertThat(rejected.status(), equalTo(2));
    assertThat(
        rejected.err(),
        containsString(
            String.format(
                Locale.ROOT,
                "sessionbeam: --stream: there is no stream '%s' in eu-central-1 at %s",
                name,
                peer.endpoint())));
    assertThat(rejected.err(), not(containsString("\tat ")));
  }

  @Test
  void aServerThatCannotBeReachedIsReported() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CommandRun rejected =
        CommandRun.of(with(EVENTS, "--stream=plain", "--kinesisEndpoint=http://127.0.0.1:" + port));
    assertThat(rejected.status(), equalTo(2));
    assertThat(
        rejected.err(),
        stringContainsInOrder("--kinesisEndpoint: ", "cannot be reached", "refused"));
    assertThat(rejected.err(), not(containsString("\tat ")));
  }

  @Test
  void withoutARegionNothingIsSent() {
    CommandRun rejected = without(SdkSystemSetting.AWS_REGION);
    assertThat(rejected.status(), equalTo(2));
    assertThat(rejected.err(), containsString("--awsRegion: no AWS region is set"));
  }

  @Test
  void withoutCredentialsNothingIsSent() {
    CommandRun rejected = without(SdkSystemSetting.AWS_ACCESS_KEY_ID);
    assertThat(rejected.status(), equalTo(2));
    assertThat(rejected.err(), containsString("--stream: no AWS credentials are found"));
  }

  @Test
  void allFaultsAreReportedTogether() {
    CommandRun rejected =
        CommandRun.of(
            "simulate",
            "--stream=ev/e",
            "--machines=1",
            "--seed=1",
            "--rate=500",
            "--duration=2",
            "--awsRegion=EU!",
            "--kinesisEndpoint=there");
    assertThat(rejected.status(), equalTo(2));
    assertThat(
        rejected.err().lines().toList().subList(0, 5),
        contains(
            "sessionbeam: --stream: 'ev/e' is not a stream's name: use letters, digits, '_', '.',"
                + " '-'",
            "sessionbeam: --awsRegion: 'EU!' is not a region: write one like eu-central-1",
            "sessionbeam: --kinesisEndpoint: 'there' is not a URL: write one like"
                + " http://127.0.0.1:4567",
            "sessionbeam: --rate: '500' is not a rate: write it like 500/s",
            "sessionbeam: --duration: '2' needs a unit: write 2s, 2m or 2h"));
  }

  @Test
  void aStreamAndAFolderTogetherAreRejected() {
    CommandRun rejected =
        CommandRun.of(with(EVENTS, "--stream=plain", "--output=" + folder.resolve("raw")));
    assertThat(rejected.status(), equalTo(2));
    assertThat(rejected.err(), containsString("--output=DIR or --stream=NAME"));
    assertThat(Files.exists(folder.resolve("raw")), equalTo(false));
  }

  @Test
  void flagsForAStreamAreRejectedForAFolder() {
    CommandRun rejected =
        CommandRun.of(with(EVENTS, "--output=" + folder.resolve("raw"), "--rate=5/s"));
    assertThat(rejected.status(), equalTo(2));
    assertThat(rejected.err(), containsString("--rate is for --stream only"));
  }

  /** Whether the other lines contain all of these lines, in the same order. */
  private static boolean isPartOf(List<String> lines, List<String> others) {
    Iterator<String> other = others.iterator();
    for (String line : lines) {
      boolean found = false;
      while (!found && other.hasNext()) {
        found = other.next().equals(line);
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  private List<String> fileLines() throws IOException {
    Path raw = folder.resolve("raw");
    CommandRun written = CommandRun.of(with(EVENTS, "--output=" + raw, "--files=1"));
    assertThat(written.err(), written.status(), equalTo(0));
    return Files.readString(raw.resolve("part-000.jsonl"), ISO_8859_1).lines().toList();
  }

  /** Splits records with Amazon's own library, which leaves out records of other shards. */
  private static List<KinesisClientRecord> userRecords(List<Record> records, Shard shard) {
    return new AggregatorUtil()
        .deaggregate(
            records.stream().map(KinesisClientRecord::fromRecord).toList(),
            shard.hashKeyRange().startingHashKey(),
            shard.hashKeyRange().endingHashKey());
  }

  private static String text(KinesisClientRecord record) {
    return ISO_8859_1.decode(record.data().duplicate()).toString();
  }

  private static CommandRun simulate(String stream, String... flags) {
    return CommandRun.of(with(flags, "--stream=" + stream, "--kinesisEndpoint=" + peer.endpoint()));
  }

  private static CommandRun without(SdkSystemSetting setting) {
    String value = System.clearProperty(setting.property());
    try {
      return simulate("plain", EVENTS);
    } finally {
      System.setProperty(setting.property(), value);
    }
  }

  private static String[] with(String[] flags, String... more) {
    List<String> all = new ArrayList<>(List.of("simulate"));
    all.addAll(List.of(flags));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }
}

package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Streams of a real Kinesis server, by the command line, beside a batch over the same records. */
class KinesisRunTest {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");
  private static final int MOST_PUT = 500;

  private static KinesisPeer peer;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
  }

  @AfterAll
  static void stop() {
    peer.close();
  }

  private CommandRun stream(String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                "--definition=" + NITRO,
                "--stream=" + name,
                "--startAt=trim_horizon",
                "--kinesisEndpoint=" + peer.endpoint(),
                "--checkpointingInterval=1000",
                "--stopWhenIdle=2s",
                "--output=" + folder.resolve("stream")));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  /** The sample's records, as the files hold them. */
  private static List<byte[]> sample() throws IOException {
    List<byte[]> records = new ArrayList<>();
    for (Path file : CommandRun.files(SAMPLE)) {
      byte[] bytes = Files.readAllBytes(file);
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          records.add(Arrays.copyOfRange(bytes, start, i));
          start = i + 1;
        }
      }
      assertThat("files end with a line break", start, is(bytes.length));
    }
    return records;
  }

  /** Puts records to the shards in turn, so that each shard has them in their order. */
  private static void put(String stream, List<byte[]> records) {
    List<Shard> shards = peer.shards(stream);
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Shard shard = shards.get(i % shards.size());
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("key")
              .explicitHashKey(shard.hashKeyRange().startingHashKey())
              .data(SdkBytes.fromByteArray(records.get(i)))
              .build());
      if (entries.size() == MOST_PUT || i == records.size() - 1) {
        var put = peer.client().putRecords(r -> r.streamName(stream).records(entries));
        assertThat(put.failedRecordCount(), is(0));
        entries.clear();
      }
    }
  }

  private void assertSameAsBatch(CommandRun run) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", NITRO, SAMPLE, batch).status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset + "\n" + run.out(),
          CommandRun.lines(folder.resolve("stream"), dataset)
              .equals(CommandRun.lines(batch, dataset)));
    }
    assertThat(refused(folder.resolve("stream")), is(refused(batch)));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(CommandRun.lines(folder.resolve("stream"), "late"), hasSize(0));
  }

  /** Reason and bytes of what was refused, wherever it came from. */
  private static List<String> refused(Path output) throws IOException {
    return CommandRun.lines(output, "invalid").stream()
        .map(line -> line.replaceAll("\"source\":\\{[^}]*\\},", ""))
        .sorted()
        .toList();
  }

  @Test
  void shardsThatArePolledGiveTheSameBytesAsABatch() throws IOException {
    peer.createStream("polled", 3);
    put("polled", sample());
    assertSameAsBatch(stream("polled", "--parallelism=2"));
  }

  @Test
  void shardsThatArePushedGiveTheSameBytesAsABatch() throws IOException {
    peer.createStream("pushed", 3);
    put("pushed", sample());
    String stream =
        peer.client()
            .describeStreamSummary(r -> r.streamName("pushed"))
            .streamDescriptionSummary()
            .streamARN();
    String consumer =
        peer.client()
            .registerStreamConsumer(r -> r.streamARN(stream).consumerName("sessionbeam"))
            .consumer()
            .consumerARN();
    assertSameAsBatch(stream("pushed", "--consumerArn=" + consumer));
  }
}

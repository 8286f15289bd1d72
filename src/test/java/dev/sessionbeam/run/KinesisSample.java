package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Puts the sample's records to a Kinesis stream, and checks the lines that come out of them. */
final class KinesisSample {
  static final Path NITRO = Path.of("pipelines/nitro.yaml");
  static final Path FILES = Path.of("testdata/nitro/raw");
  private static final int MOST_PUT = 500;

  private KinesisSample() {}

  /** The sample's records in order of arrival: the first one of each file, then the second ones. */
  static List<byte[]> records() throws IOException {
    List<List<byte[]>> files = new ArrayList<>();
    for (Path file : CommandRun.files(FILES)) {
      files.add(lines(Files.readAllBytes(file)));
    }
    List<byte[]> records = new ArrayList<>();
    for (int line = 0; files.stream().anyMatch(file -> !file.isEmpty()); line++) {
      List<byte[]> file = files.get(line % files.size());
      if (!file.isEmpty()) {
        records.add(file.remove(0));
      }
    }
    return records;
  }

  private static List<byte[]> lines(byte[] bytes) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
      }
    }
    assertThat("a file ends with a line break", start, is(bytes.length));
    return lines;
  }

  static void put(KinesisPeer peer, String stream, List<Shard> shards, List<byte[]> records) {
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

  /** Requires that {@code stream/} holds the lines of a batch run over the sample, none late. */
  static void requireSameAsBatch(Path folder) throws IOException {
    requireSessionsOfBatch(folder);
    assertThat(refused(folder.resolve("stream")), is(refused(folder.resolve("batch"))));
  }

  /** The same without the rejected records. The batch run writes to {@code batch/}. */
  static void requireSessionsOfBatch(Path folder) throws IOException {
    Path stream = folder.resolve("stream");
    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", NITRO, FILES, batch).status(), is(0));
    for (String dataset : List.of("events", "sessions")) {
      assertThat(
          dataset, CommandRun.lines(stream, dataset).equals(CommandRun.lines(batch, dataset)));
    }
    assertThat(CommandRun.lines(stream, "late"), hasSize(0));
  }

  /** The lines of the rejected records, without their source, sorted. */
  static List<String> refused(Path output) throws IOException {
    return CommandRun.lines(output, "invalid").stream()
        .map(line -> line.replaceAll("\"source\":\\{[^}]*\\},", ""))
        .sorted()
        .toList();
  }

  /** Waits until a run in a process of its own has completed two more checkpoints. */
  static void awaitTwoCheckpoints(Process process, Path log, Path checkpoints, Set<Path> seen)
      throws Exception {
    for (int more = 0; more < 2; ) {
      assertThat(Files.readString(log), process.isAlive(), is(true));
      process.waitFor(20, TimeUnit.MILLISECONDS);
      more += newCheckpoints(checkpoints, seen);
    }
  }

  /** How many complete checkpoints there are that were not seen before. */
  static int newCheckpoints(Path folder, Set<Path> seen) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    int found = 0;
    try (Stream<Path> files = Files.find(folder, 3, (path, a) -> path.endsWith("_metadata"))) {
      for (Path path : files.toList()) {
        found += seen.add(path) ? 1 : 0;
      }
    } catch (UncheckedIOException e) {
      // Flink deletes old ones in the meantime; the next call finds the rest.
      return found;
    }
    return found;
  }
}

package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.bench.CheckpointLog.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLogTest {
  @TempDir private Path folder;

  @Test
  void itHasTheCheckpointsThatWereCompletedInOrder() throws IOException {
    CheckpointLog log =
        read(
            line(1, "COMPLETED", 1_000, 1_000),
            "something else",
            line(2, "COMPLETED", 5_000, 300),
            line(3, "FAILED", 9_000, 9_000),
            line(4, "COMPLETED", 20, 20));
    assertThat(
        log.checkpoints(),
        contains(new Checkpoint(1_000, 1_000), new Checkpoint(5_000, 300), new Checkpoint(20, 20)));
  }

  /** The last checkpoint of a stream that has ended holds hardly any state. */
  @Test
  void theLargestStateNeedNotBeThatOfTheLastCheckpoint() throws IOException {
    CheckpointLog log =
        read(
            line(1, "COMPLETED", 1_000, 1_000),
            line(2, "COMPLETED", 5_000, 300),
            line(3, "COMPLETED", 20, 20));
    assertThat(log.largest(), is(new Checkpoint(5_000, 300)));
    assertThat(log.writtenBytes(), is(1_320L));
  }

  @Test
  void aLogWithoutCheckpointsHasWrittenNothing() throws IOException {
    CheckpointLog log = read("one line", "");
    assertThat(log.checkpoints(), is(List.of()));
    assertThat(log.largest(), is(new Checkpoint(0, 0)));
    assertThat(log.writtenBytes(), is(0L));
  }

  @Test
  void bytesThatAreNotTextAreIgnored() throws IOException {
    Path log = folder.resolve("log");
    Files.write(log, new byte[] {'a', (byte) 0xFF, (byte) 0xC3, '\n'});
    Files.writeString(
        log,
        Files.readString(log, StandardCharsets.ISO_8859_1) + line(1, "COMPLETED", 7, 7),
        StandardCharsets.ISO_8859_1);
    assertThat(CheckpointLog.in(log).checkpoints(), contains(new Checkpoint(7, 7)));
  }

  private CheckpointLog read(String... lines) throws IOException {
    return CheckpointLog.in(Files.write(folder.resolve("log"), List.of(lines)));
  }

  /** A line as Flink 1.19 logs it, without most of its fields. */
  private static String line(int id, String status, long full, long written) {
    return String.format(
        Locale.ROOT,
        "[thread] DEBUG CheckpointStatsTracker - CheckpointStatistics (for jobID=8a4f,"
            + " checkpointId=%d) dump = {\"className\":\"x\",\"id\":%d,\"status\":\"%s\","
            + "\"state_size\":%d,\"checkpointed_size\":%d,\"tasks\":{\"t\":{\"status\":\"COMPLETED\"}}}",
        id,
        id,
        status,
        full,
        written);
  }
}

package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkpoints that a run of Flink has completed, from its log. Flink logs the statistics of
 * each checkpoint as JSON if {@link #LOGGER} is at the level {@code debug}.
 *
 * @param checkpoints in order
 */
record CheckpointLog(List<Checkpoint> checkpoints) {
  /** The option of slf4j-simple that makes Flink log them. */
  static final String LOGGER =
      "-Dorg.slf4j.simpleLogger.log.org.apache.flink.runtime.checkpoint.CheckpointStatsTracker"
          + "=debug";

  private static final String DUMP = "CheckpointStatistics (for jobID=";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A completed checkpoint.
   *
   * @param fullBytes the size of the whole state that it holds
   * @param writtenBytes what it wrote; the rest is in files of earlier checkpoints
   */
  record Checkpoint(long fullBytes, long writtenBytes) {}

  /** Reads a log. Its other lines may be anything. */
  static CheckpointLog in(Path log) throws IOException {
    List<Checkpoint> found = new ArrayList<>();
    // This charset has one character for each byte, so no byte is a fault.
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines.filter(any -> any.contains(DUMP))::iterator) {
        JsonNode checkpoint = JSON.readTree(line.substring(line.indexOf('{')));
        if (checkpoint.path("status").asText().equals("COMPLETED")) {
          found.add(
              new Checkpoint(
                  checkpoint.path("state_size").asLong(),
                  checkpoint.path("checkpointed_size").asLong()));
        }
      }
    }
    return new CheckpointLog(found);
  }

  /** Returns the checkpoint with the largest state; one of nothing if there is none. */
  Checkpoint largest() {
    return checkpoints.stream()
        .max((one, other) -> Long.compare(one.fullBytes(), other.fullBytes()))
        .orElse(new Checkpoint(0, 0));
  }

  /** Returns what all checkpoints wrote together, in bytes. */
  long writtenBytes() {
    return checkpoints.stream().mapToLong(Checkpoint::writtenBytes).sum();
  }
}

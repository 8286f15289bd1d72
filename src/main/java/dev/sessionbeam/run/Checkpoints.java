package dev.sessionbeam.run;

import dev.sessionbeam.publish.DiskFolder;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds, keeps and deletes the checkpoints of Flink inside this process, in a folder on the local
 * disk.
 */
final class Checkpoints {
  private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");
  private static final String COMPLETE = "_metadata";
  private static final String RUN_ID = "run-id";

  private final Path folder;

  private Checkpoints(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  static Checkpoints in(Path folder) {
    return new Checkpoints(folder);
  }

  /** The last complete checkpoint of any run in this folder; empty if there is none. */
  Optional<Path> latest() throws IOException {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    List<Path> complete;
    try (Stream<Path> files = Files.find(folder, 3, (path, a) -> path.endsWith(COMPLETE))) {
      complete = files.toList();
    }
    return complete.stream().max(Comparator.comparing(Checkpoints::writtenAt)).map(Path::getParent);
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the checkpoints of all runs. They are useless once a run starts afresh or ends. */
  void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.deleteIfExists(folder.resolve(RUN_ID));
    List<Path> jobs;
    try (Stream<Path> children = Files.list(folder)) {
      jobs = children.filter(path -> JOB.matcher(path.getFileName().toString()).matches()).toList();
    }
    for (Path job : jobs) {
      DiskFolder.delete(job);
    }
  }

  /** The id of the run whose checkpoints are here; empty if the run did not keep it. */
  Optional<RunId> runId() throws IOException {
    Path file = folder.resolve(RUN_ID);
    return Files.exists(file)
        ? Optional.of(new RunId(Files.readString(file).strip()))
        : Optional.empty();
  }

  /** Keeps the id of the run whose checkpoints are here. */
  void keep(RunId run) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(RUN_ID), run + "\n");
  }

  /** Flink's settings for writing checkpoints here. */
  Map<String, String> settings() {
    return Map.of("state.checkpoints.dir", folder.toUri().toString());
  }

  /** Flink's settings for resuming from one of these checkpoints. */
  static Map<String, String> from(Path checkpoint) {
    // Flink deletes it as soon as there is a newer one, so that only the last one stays.
    return from(checkpoint.toUri().toString(), "CLAIM");
  }

  /** The same, but the stream is read again. */
  static Map<String, String> withoutSource(Path checkpoint) throws UsageException {
    // The copy may share files with the original; both stay until the run ends.
    return from(CheckpointWithoutSource.of(checkpoint.toString()), "NO_CLAIM");
  }

  private static Map<String, String> from(String checkpoint, String restoreMode) {
    return Map.of(
        "execution.savepoint.path", checkpoint, "execution.savepoint-restore-mode", restoreMode);
  }
}

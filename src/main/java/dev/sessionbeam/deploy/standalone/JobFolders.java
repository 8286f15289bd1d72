package dev.sessionbeam.deploy.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The savepoints and checkpoints of the jobs of a stage, each in a folder of the job's id. A
 * savepoint or checkpoint is complete once it has its metadata: Flink writes them last, and before
 * it publishes results.
 */
final class JobFolders {
  private static final String COMPLETE = "_metadata";
  private static final String CHECKPOINT = "chk-";

  private final Path savepoints;
  private final Path checkpoints;

  JobFolders(Path savepoints, Path checkpoints) {
    this.savepoints = savepoints;
    this.checkpoints = checkpoints;
  }

  /** The folders of all jobs. */
  List<Path> all() {
    return List.of(checkpoints, savepoints);
  }

  /** Where Flink writes the savepoints of a job, as a URI. */
  String savepointsOf(String jobId) {
    return savepoints.resolve(jobId).toUri().toString();
  }

  /** Returns the complete savepoint of a job, as a URI; empty if it has none. */
  Optional<String> savepoint(String jobId) throws IOException {
    return complete(savepoints.resolve(jobId), Comparator.comparing(Path::toString));
  }

  /** Returns the last complete checkpoint of a job, as a URI; empty if it has none. */
  Optional<String> checkpoint(String jobId) throws IOException {
    return complete(checkpoints.resolve(jobId), Comparator.comparingLong(JobFolders::number));
  }

  /**
   * Returns the newest complete state of a job that has ended, as a URI: its last checkpoint, or a
   * savepoint that was completed after whoever asked for it had given up. With that savepoint,
   * Flink deletes the checkpoints.
   */
  Optional<String> last(String jobId) throws IOException {
    Optional<String> savepoint = savepoint(jobId);
    Optional<String> checkpoint = checkpoint(jobId);
    if (savepoint.isEmpty() || checkpoint.isEmpty()) {
      return savepoint.or(() -> checkpoint);
    }
    boolean later = completedAt(savepoint.get()).compareTo(completedAt(checkpoint.get())) >= 0;
    return later ? savepoint : checkpoint;
  }

  private static FileTime completedAt(String state) throws IOException {
    return Files.getLastModifiedTime(Path.of(URI.create(state)).resolve(COMPLETE));
  }

  private static Optional<String> complete(Path folder, Comparator<Path> order) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(path -> Files.exists(path.resolve(COMPLETE)))
          .max(order)
          .map(path -> path.toUri().toString());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static long number(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    String number = name.startsWith(CHECKPOINT) ? name.substring(CHECKPOINT.length()) : "";
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
  }
}

package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.lease.WholeFile;
import dev.sessionbeam.publish.DiskFolder;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds, keeps and deletes the checkpoints of Flink inside this process, in a folder on the local
 * disk.
 */
final class Checkpoints {
  private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern NUMBERED = Pattern.compile("chk-([0-9]{1,18})");
  private static final String COMPLETE = "_metadata";
  private static final String STREAM = "stream.json";

  /** What earlier versions kept in place of it: only the id of the run. */
  private static final String RUN_ID = "run-id";

  private final Path folder;

  private Checkpoints(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  static Checkpoints in(Path folder) {
    return new Checkpoints(folder);
  }

  /**
   * The last complete checkpoint of any run in this folder; empty if there is none. Among those of
   * one run it is the one with the highest number: their times may be those of a copy of the
   * folder.
   */
  Optional<Path> latest() throws IOException {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    // The folder itself may be a link, which a search does not follow.
    Path top = folder.toRealPath();
    try (Stream<Path> files = Files.find(top, 3, (path, a) -> path.endsWith(COMPLETE))) {
      return files
          .map(Path::getParent)
          .collect(
              Collectors.groupingBy(
                  Path::getParent, Collectors.maxBy(Comparator.comparingLong(Checkpoints::number))))
          .values()
          .stream()
          .flatMap(Optional::stream)
          .max(Comparator.comparing(checkpoint -> writtenAt(checkpoint.resolve(COMPLETE))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long number(Path checkpoint) {
    Matcher numbered = NUMBERED.matcher(checkpoint.getFileName().toString());
    return numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
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
    List<Path> jobs;
    try (Stream<Path> children = Files.list(folder)) {
      jobs = children.filter(path -> JOB.matcher(path.getFileName().toString()).matches()).toList();
    }
    for (Path job : jobs) {
      // First, so that a kill in between leaves no checkpoint that looks whole.
      deleteMetadata(job);
      DiskFolder.delete(job);
    }
    Files.deleteIfExists(folder.resolve(RUN_ID));
    Files.deleteIfExists(folder.resolve(STREAM));
  }

  private static void deleteMetadata(Path job) throws IOException {
    try (Stream<Path> checkpoints = Files.list(job)) {
      for (Path checkpoint : checkpoints.toList()) {
        Files.deleteIfExists(checkpoint.resolve(COMPLETE));
      }
    } catch (NoSuchFileException e) {
      // Flink deletes the checkpoints of a job that has just ended, too.
    }
  }

  /** The id of the run whose checkpoints are here; empty if the run did not keep it. */
  Optional<RunId> runId() throws IOException {
    Optional<StreamIdentity> stream = stream();
    if (stream.isPresent()) {
      return stream.map(kept -> new RunId(kept.run()));
    }
    Path file = folder.resolve(RUN_ID);
    return Files.exists(file)
        ? Optional.of(new RunId(Files.readString(file).strip()))
        : Optional.empty();
  }

  /** What the run is whose checkpoints are here; empty if an earlier version wrote them. */
  Optional<StreamIdentity> stream() throws IOException {
    Path file = folder.resolve(STREAM);
    return Files.exists(file)
        // Damaged bytes become characters that are not JSON.
        ? Optional.of(
            StreamIdentityJson.read(new String(Files.readAllBytes(file), UTF_8), file.toString()))
        : Optional.empty();
  }

  /** Keeps what the run is whose checkpoints are here. The file is there as a whole or not. */
  void keep(StreamIdentity stream) throws IOException {
    Files.createDirectories(folder);
    WholeFile.write(folder.resolve(STREAM), StreamIdentityJson.write(stream));
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

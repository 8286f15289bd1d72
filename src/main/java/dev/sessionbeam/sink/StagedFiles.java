package dev.sessionbeam.sink;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * What streams have staged in an output, each run in a folder of its own. A checkpoint may name
 * such a file, so it is only deleted when its run has ended, or when it is old.
 */
public final class StagedFiles {
  private final OutputFolder output;

  private StagedFiles(OutputFolder output) {
    this.output = output;
  }

  /** Those of an output or an archive. */
  public static StagedFiles in(OutputFolder output) {
    return new StagedFiles(output);
  }

  /** Whether a file, named relative to the output, is one that a run has staged or is staging. */
  public static boolean isOf(RunId run, String relative) {
    return OutputFolder.isStaged(relative) && relative.contains("/" + run + "/");
  }

  /** Deletes what every attempt of a run has left here. Only for a run that has ended. */
  public void delete(RunId run) throws IOException {
    delete(StagedFile.folder(output, run), found(StagedFile.folder(output, run)));
  }

  /**
   * Deletes what runs have left here that never ended.
   *
   * @param retention a run whose last file is older has not gone on, and will not
   */
  public void deleteOlderThan(Duration retention, Instant now) throws IOException {
    Map<String, List<Metadata>> runs = new TreeMap<>();
    for (Metadata file : found(output.staged())) {
      String run = StagedFile.of(output, file.resourceId().toString()).run();
      runs.computeIfAbsent(run, any -> new ArrayList<>()).add(file);
    }
    long oldest = now.minus(retention).toEpochMilli();
    for (Map.Entry<String, List<Metadata>> run : runs.entrySet()) {
      if (run.getValue().stream().allMatch(file -> file.lastModifiedMillis() < oldest)) {
        delete(output.staged() + run.getKey() + "/", run.getValue());
      }
    }
  }

  private static List<Metadata> found(String folder) throws IOException {
    return FileSystems.match(folder + "**", EmptyMatchTreatment.ALLOW).metadata().stream()
        .filter(file -> !file.resourceId().toString().endsWith("/"))
        .toList();
  }

  private void delete(String folder, List<Metadata> files) throws IOException {
    List<ResourceId> ids = files.stream().map(Metadata::resourceId).toList();
    FileSystems.delete(ids, MoveOptions.StandardMoveOptions.IGNORE_MISSING_FILES);
    if (output.local() != null) {
      deleteEmptyFolders(Path.of(folder));
    }
  }

  /** On a disk, folders stay without their files; this one's parents may be in use. */
  private void deleteEmptyFolders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.sorted(Comparator.reverseOrder()).forEach(folders::add);
      }
    }
    folders.add(Path.of(output.staged()));
    folders.add(Path.of(output.temporary()));
    for (Path empty : folders) {
      try {
        Files.delete(empty);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        // Another run is at work there.
      }
    }
  }
}

package dev.sessionbeam.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

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
    String folder = StagedFile.folder(output, run);
    delete(folder, output.local() == null ? found(folder) : List.of());
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

  /** On a disk, folders stay without their files; those above this one may be in use. */
  private void delete(String folder, List<Metadata> files) throws IOException {
    if (output.local() == null) {
      FolderFiles.of(output)
          .delete(
              files.stream()
                  .map(file -> file.resourceId().toString().substring(output.root().length()))
                  .toList());
      return;
    }
    LocalTree.delete(Path.of(folder));
    boolean unused =
        FolderFiles.deleteWhereEmpty(Path.of(output.staged()))
            && FolderFiles.deleteWhereEmpty(Path.of(output.temporary()));
  }
}

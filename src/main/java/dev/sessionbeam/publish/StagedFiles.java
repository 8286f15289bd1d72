package dev.sessionbeam.publish;

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
 * Deletes staged files of streams. Each run has a folder of its own. A checkpoint may name a staged
 * file, so a file is deleted only when its run has ended or when the files of its run are old.
 */
public final class StagedFiles {
  private final OutputFolder output;

  private StagedFiles(OutputFolder output) {
    this.output = output;
  }

  /** Returns the staged files of an output or an archive. */
  public static StagedFiles in(OutputFolder output) {
    return new StagedFiles(output);
  }

  /** Returns whether a run has staged, or is staging, a file, named relative to the output. */
  public static boolean isOf(RunId run, String relative) {
    return OutputFolder.isStaged(relative) && relative.contains("/" + run + "/");
  }

  /** Deletes all files that the attempts of a run have staged here. The run must have ended. */
  public void delete(RunId run) throws IOException {
    String folder = StagedFile.folder(output, run);
    delete(folder, output.local() == null ? found(folder) : List.of());
  }

  /**
   * Deletes the staged files of runs that never ended.
   *
   * @param retention a run whose newest file is older than this has not resumed, and will not
   *     resume
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

  /**
   * Deletes files. On a disk, empty folders would stay, so they are deleted too; a folder above
   * this one is deleted only if it is empty.
   */
  private void delete(String folder, List<Metadata> files) throws IOException {
    if (output.local() == null) {
      FolderFiles.of(output)
          .delete(
              files.stream()
                  .map(file -> file.resourceId().toString().substring(output.root().length()))
                  .toList());
      return;
    }
    DiskFolder.delete(Path.of(folder));
    boolean unused =
        FolderFiles.deleteWhereEmpty(Path.of(output.staged()))
            && FolderFiles.deleteWhereEmpty(Path.of(output.temporary()));
  }
}

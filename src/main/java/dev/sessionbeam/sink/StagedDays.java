package dev.sessionbeam.sink;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The new files of some days, kept apart in the output folder until all of them are whole, and then
 * put in the place of the old ones. Runs over different days may write to one output at once: each
 * keeps to a folder of its own, which is named after its days, and so found again by the next run
 * over them where one was killed.
 */
public final class StagedDays {
  private final OutputFolder output;
  private final DateRange days;
  private final OutputFolder staging;

  private StagedDays(OutputFolder output, DateRange days) {
    this.output = output;
    this.days = days;
    this.staging = OutputFolder.of(output.temporary() + days.name());
  }

  /** The days of an output folder. */
  public static StagedDays of(OutputFolder output, DateRange days) {
    return new StagedDays(output, days);
  }

  /** Where the new files are written. */
  public OutputFolder folder() {
    return staging;
  }

  /** Whether there is nothing new in the place of something old. */
  public boolean onlyDelete(ExistingOutput old) throws IOException {
    return !old.own().isEmpty() && ExistingOutput.in(staging).own().isEmpty();
  }

  /**
   * Puts the new files in their places, and then deletes the old ones that none of them has
   * replaced. So no day is ever missing; for a moment, that of renaming files (on S3: of copying
   * them), one may see both. Who is killed at that leaves the days without their ledger.
   *
   * @param old what is there of these days
   */
  public void replace(ExistingOutput old) throws IOException {
    List<String> names = ExistingOutput.in(staging).own();
    List<ResourceId> from = new ArrayList<>();
    List<ResourceId> to = new ArrayList<>();
    for (String name : names) {
      from.add(FileSystems.matchNewResource(staging.root() + name, false));
      to.add(FileSystems.matchNewResource(output.root() + name, false));
    }
    FileSystems.delete(
        List.of(FileSystems.matchNewResource(output.summary(days), false)),
        MoveOptions.StandardMoveOptions.IGNORE_MISSING_FILES);
    FileSystems.rename(from, to);
    old.deleteOwnBut(Set.copyOf(names));
  }

  /** Deletes the new files, and whatever a run over these days that was killed has left here. */
  public void clear() throws IOException {
    Path local = staging.local();
    if (local == null) {
      List<ResourceId> left = new ArrayList<>();
      for (MatchResult.Metadata file :
          FileSystems.match(staging.root() + "**", EmptyMatchTreatment.ALLOW).metadata()) {
        left.add(file.resourceId());
      }
      FileSystems.delete(left, MoveOptions.StandardMoveOptions.IGNORE_MISSING_FILES);
    } else if (Files.exists(local)) {
      delete(local);
      deleteWhereEmpty(Path.of(output.temporary()));
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(folder)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static void deleteWhereEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // A run over other days is at work.
    }
  }
}

package dev.sessionbeam.publish;

import dev.sessionbeam.definition.OutputSettings.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Lists and deletes the files that are already in an output folder, on a local disk or on any file
 * system that Beam knows.
 */
public final class ExistingOutput {
  /** A file of events or sessions, with its final name or staged. */
  private static final Pattern RESULT =
      Pattern.compile("(?:^|/)(?:events|sessions)/[^/]+=[^/]+/(?:[^/]+=[^/]+/)?part-[^/]+$");

  private final OutputFolder folder;

  /** The listed folders, relative to the output folder; an empty name is the output folder. */
  private final List<String> subfolders;

  private final List<String> files;

  private ExistingOutput(OutputFolder folder, List<String> subfolders, List<String> files) {
    this.folder = folder;
    this.subfolders = subfolders;
    this.files = files;
  }

  /** Lists the whole folder. A missing folder is empty. */
  public static ExistingOutput in(OutputFolder folder) throws IOException {
    return in(folder, List.of(""));
  }

  /** Lists only the temporary files that runs left, because there may be many other files. */
  public static ExistingOutput temporaryIn(OutputFolder folder) throws IOException {
    String name = folder.temporary().substring(folder.root().length());
    return in(folder, List.of(name.substring(0, name.length() - 1)));
  }

  /** Lists only the notes of unfinished streams. */
  static ExistingOutput unfinishedStreamsIn(OutputFolder folder) throws IOException {
    String name = folder.streams().substring(folder.root().length());
    return in(folder, List.of(name.substring(0, name.length() - 1)));
  }

  /** Lists only the manifests. */
  static ExistingOutput manifestsIn(OutputFolder folder) throws IOException {
    String name = CopyManifests.FOLDER;
    return in(folder, List.of(name.substring(0, name.length() - 1)));
  }

  /**
   * Lists only the results of some days, those of settled days included.
   *
   * @param dateName the name of the partition by date
   */
  public static ExistingOutput in(OutputFolder folder, DateRange days, String dateName)
      throws IOException {
    List<String> subfolders = new ArrayList<>();
    for (String live : days.folders(dateName)) {
      subfolders.add(live);
      subfolders.add(OutputFolder.SETTLED + live);
    }
    return in(folder, subfolders);
  }

  /** Lists the same folders again. */
  public ExistingOutput again() throws IOException {
    return in(folder, subfolders);
  }

  private static ExistingOutput in(OutputFolder folder, List<String> subfolders)
      throws IOException {
    Path local = folder.local();
    List<String> files = new ArrayList<>();
    for (String subfolder : subfolders) {
      files.addAll(local == null ? remote(folder, subfolder) : below(local, subfolder));
    }
    return new ExistingOutput(folder, subfolders, files);
  }

  private static List<String> below(Path root, String subfolder) throws IOException {
    Path top = root.resolve(subfolder);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(top)) {
      return walk.filter(path -> !Files.isDirectory(path))
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the files below a folder, relative to the output, without markers of folders. */
  private static List<String> remote(OutputFolder folder, String subfolder) throws IOException {
    String prefix = subfolder.isEmpty() ? folder.root() : folder.root() + subfolder + "/";
    MatchResult found = FileSystems.match(prefix + "**", EmptyMatchTreatment.ALLOW);
    return found.metadata().stream()
        .map(file -> file.resourceId().toString())
        .filter(name -> !name.endsWith("/"))
        .map(name -> name.substring(folder.root().length()))
        .toList();
  }

  /** Returns whether there are no files other than those that an interrupted run left. */
  public boolean isEmpty() {
    return files.stream().allMatch(OutputFolder::isTemporary);
  }

  /** Returns the days on which sessions of the listed files start, in order. */
  public NavigableSet<LocalDate> days() {
    NavigableSet<LocalDate> days = new TreeSet<>();
    own().forEach(name -> DateRange.dayOf(name).ifPresent(days::add));
    return days;
  }

  /** Returns whether the ledger of a run over all days is there: that run has ended. */
  public boolean hasSummary() {
    return files.contains(OutputFolder.SUMMARY);
  }

  /**
   * Returns a file of events or sessions, relative to the folder, that has another format; empty if
   * there is none. Staged files count: they are published later.
   */
  public Optional<String> ofOtherFormat(Format format) {
    return files.stream()
        .filter(name -> RESULT.matcher(name).find())
        .filter(name -> name.endsWith(OutputFolder.PARQUET) == (format != Format.PARQUET))
        .findFirst();
  }

  /** Returns the names of all files, relative to the folder. */
  List<String> files() {
    return files;
  }

  /** Returns the names of the files that a pipeline wrote, without temporary files. */
  List<String> own() {
    return files.stream()
        .filter(name -> OutputFolder.isOwn(name) && !OutputFolder.isTemporary(name))
        .toList();
  }

  /**
   * Deletes all files that a pipeline wrote, including temporary files, and no other files. Staged
   * files of streams stay, because checkpoints may name them. Leases stay too.
   */
  public void deleteOwn() throws IOException {
    delete(
        files.stream()
            .filter(name -> OutputFolder.isOwn(name) && !OutputFolder.isHeld(name))
            .toList());
  }

  private void delete(List<String> names) throws IOException {
    Path local = folder.local();
    if (local == null) {
      deleteRemote(names);
      return;
    }
    for (String name : names) {
      Files.deleteIfExists(local.resolve(name));
    }
    for (String subfolder : subfolders) {
      removeEmptyFolders(local, local.resolve(subfolder));
    }
  }

  /**
   * Deletes files and then checks that they are gone. Beam does not check S3's answer to a
   * deletion, and old files beside new ones are wrong results.
   */
  private void deleteRemote(List<String> names) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    List<ResourceId> ids =
        names.stream()
            .map(name -> FileSystems.matchNewResource(folder.root() + name, false))
            .toList();
    FileSystems.delete(ids, MoveOptions.StandardMoveOptions.IGNORE_MISSING_FILES);
    Set<String> left = new HashSet<>();
    for (String subfolder : subfolders) {
      left.addAll(remote(folder, subfolder));
    }
    left.retainAll(names);
    if (!left.isEmpty()) {
      throw new IOException(
          "cannot delete "
              + folder.root()
              + left.iterator().next()
              + ": the file is still there. Check that deleting is permitted");
    }
  }

  private static void removeEmptyFolders(Path root, Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(top)) {
      deepestFirst =
          walk.filter(path -> Files.isDirectory(path) && !path.equals(root))
              .filter(path -> OutputFolder.isOwnFolder(root.relativize(path).toString()))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : deepestFirst) {
      try (Stream<Path> children = Files.list(path)) {
        if (children.findAny().isPresent()) {
          continue;
        }
      }
      Files.delete(path);
    }
  }
}

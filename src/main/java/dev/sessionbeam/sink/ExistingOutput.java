package dev.sessionbeam.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** What is in the output folder already, on a local disk or on any file system that Beam knows. */
public final class ExistingOutput {
  private final OutputFolder folder;
  private final String below;
  private final List<String> files;

  private ExistingOutput(OutputFolder folder, String below, List<String> files) {
    this.folder = folder;
    this.below = below;
    this.files = files;
  }

  /** Looks into the folder; one that is missing is empty. */
  public static ExistingOutput in(OutputFolder folder) throws IOException {
    Path local = folder.local();
    return local == null
        ? remote(folder, folder.root())
        : new ExistingOutput(folder, folder.root(), below(local));
  }

  /** Looks for what a run left behind, and for nothing else: others may be many. */
  public static ExistingOutput temporaryIn(OutputFolder folder) throws IOException {
    return folder.local() == null ? remote(folder, folder.temporary()) : in(folder);
  }

  private static List<String> below(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(path -> !Files.isDirectory(path))
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ExistingOutput remote(OutputFolder folder, String below) throws IOException {
    return new ExistingOutput(folder, below, list(folder, below));
  }

  /** Files below a folder, named relative to the output; what stands for a folder is none. */
  private static List<String> list(OutputFolder folder, String below) throws IOException {
    MatchResult found = FileSystems.match(below + "**", EmptyMatchTreatment.ALLOW);
    return found.metadata().stream()
        .map(file -> file.resourceId().toString())
        .filter(name -> !name.endsWith("/"))
        .map(name -> name.substring(folder.root().length()))
        .toList();
  }

  /** Whether anything is there beside what an interrupted run left behind. */
  public boolean isEmpty() {
    return files.stream().allMatch(OutputFolder::isTemporary);
  }

  /** Deletes what a pipeline wrote, temporary files included, and nothing else. */
  public void deleteOwn() throws IOException {
    delete(files.stream().filter(OutputFolder::isOwn).toList());
  }

  /** Deletes what an interrupted run left behind. */
  public void deleteTemporary() throws IOException {
    delete(files.stream().filter(OutputFolder::isTemporary).toList());
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
    removeEmptyFolders(local);
  }

  /**
   * Beam does not look into S3's answer to a deletion, and old files beside new ones are wrong
   * results; so what was deleted is looked for.
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
    Set<String> left = new HashSet<>(list(folder, below));
    left.retainAll(names);
    if (!left.isEmpty()) {
      throw new IOException(
          "cannot delete " + folder.root() + left.iterator().next() + "; is it permitted?");
    }
  }

  private static void removeEmptyFolders(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(root)) {
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

package dev.sessionbeam.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final List<String> parts;
  private final List<String> files;

  private ExistingOutput(OutputFolder folder, List<String> parts, List<String> files) {
    this.folder = folder;
    this.parts = parts;
    this.files = files;
  }

  /** Looks into the folder; one that is missing is empty. */
  public static ExistingOutput in(OutputFolder folder) throws IOException {
    return in(folder, List.of(""));
  }

  /** Looks for what a run left behind, and for nothing else: others may be many. */
  public static ExistingOutput temporaryIn(OutputFolder folder) throws IOException {
    String name = folder.temporary().substring(folder.root().length());
    return in(folder, List.of(name.substring(0, name.length() - 1)));
  }

  /** Looks at the results of some days, and at nothing else in the folder. */
  public static ExistingOutput in(OutputFolder folder, DateRange days) throws IOException {
    return in(folder, days.folders());
  }

  /** Looks at the same once more. */
  public ExistingOutput again() throws IOException {
    return in(folder, parts);
  }

  private static ExistingOutput in(OutputFolder folder, List<String> parts) throws IOException {
    Path local = folder.local();
    List<String> files = new ArrayList<>();
    for (String part : parts) {
      files.addAll(local == null ? remote(folder, part) : below(local, part));
    }
    return new ExistingOutput(folder, parts, files);
  }

  private static List<String> below(Path root, String part) throws IOException {
    Path top = root.resolve(part);
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

  /** Files below a part, named relative to the output; what stands for a folder is none. */
  private static List<String> remote(OutputFolder folder, String part) throws IOException {
    String prefix = part.isEmpty() ? folder.root() : folder.root() + part + "/";
    MatchResult found = FileSystems.match(prefix + "**", EmptyMatchTreatment.ALLOW);
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

  /** Everything that is there, by name relative to the folder. */
  List<String> files() {
    return files;
  }

  /** What a pipeline wrote, by name relative to the folder, temporary files not included. */
  List<String> own() {
    return files.stream()
        .filter(name -> OutputFolder.isOwn(name) && !OutputFolder.isTemporary(name))
        .toList();
  }

  /**
   * Deletes what a pipeline wrote, temporary files included, and nothing else; not what streams
   * have staged, which their checkpoints may know of.
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
    for (String part : parts) {
      removeEmptyFolders(local, local.resolve(part));
    }
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
    Set<String> left = new HashSet<>();
    for (String part : parts) {
      left.addAll(remote(folder, part));
    }
    left.retainAll(names);
    if (!left.isEmpty()) {
      throw new IOException(
          "cannot delete " + folder.root() + left.iterator().next() + "; is it permitted?");
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

package dev.sessionbeam.publish;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;

/**
 * A file of an output, as its storage lists it.
 *
 * @param name the name, relative to the output
 * @param bytes the size, as stored
 * @param modified when it was written, by the clock of the storage
 */
public record StoredFile(String name, long bytes, Instant modified) {

  /**
   * Lists all files below a folder, in the order of their names; none if the folder is missing.
   *
   * @param folder the name of the folder, relative to the output, without a slash at its end
   */
  public static List<StoredFile> below(OutputFolder output, String folder) throws IOException {
    Path local = output.local();
    List<StoredFile> files =
        new ArrayList<>(local == null ? remote(output, folder) : onDisk(local, folder));
    files.sort(Comparator.comparing(StoredFile::name));
    return files;
  }

  /**
   * Deletes files, and on a disk the pipeline's own folders that are empty then. A missing file is
   * not an error.
   *
   * @param names the names, relative to the output
   */
  public static void delete(OutputFolder output, List<String> names) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    if (output.local() != null) {
      files.delete(names);
      return;
    }
    if (names.isEmpty()) {
      return;
    }
    FileSystems.delete(
        names.stream()
            .map(name -> FileSystems.matchNewResource(output.root() + name, false))
            .toList(),
        StandardMoveOptions.IGNORE_MISSING_FILES);
    // Beam does not check S3's answer to a deletion.
    SortedMap<String, Long> left = files.sizes(names);
    if (!left.isEmpty()) {
      throw new IOException(
          "cannot delete "
              + output.root()
              + left.firstKey()
              + ": the file is still there. Check that deleting is permitted");
    }
  }

  /**
   * Deletes a folder with everything in it, and on a disk the folders above it that are empty then.
   *
   * @param folder the name of a folder in the hidden folder, relative to the output, without a
   *     slash at its end
   */
  public static void deleteFolder(OutputFolder output, String folder) throws IOException {
    Path local = output.local();
    if (local == null) {
      delete(output, below(output, folder).stream().map(StoredFile::name).toList());
      return;
    }
    DiskFolder.delete(local.resolve(folder));
    Path parent = Path.of(folder).getParent();
    while (parent != null && FolderFiles.deleteWhereEmpty(local.resolve(parent))) {
      parent = parent.getParent();
    }
  }

  private static List<StoredFile> remote(OutputFolder output, String folder) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    for (Metadata file :
        FileSystems.match(output.root() + folder + "/**", EmptyMatchTreatment.ALLOW).metadata()) {
      String name = file.resourceId().toString();
      if (!name.endsWith("/")) {
        files.add(
            new StoredFile(
                name.substring(output.root().length()),
                file.sizeBytes(),
                Instant.ofEpochMilli(file.lastModifiedMillis())));
      }
    }
    return files;
  }

  private static List<StoredFile> onDisk(Path root, String folder) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    Path top = root.resolve(folder);
    if (!Files.exists(top)) {
      return files;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(
                new StoredFile(
                    root.relativize(file).toString().replace('\\', '/'),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (failed instanceof NoSuchFileException) {
              // Another run has just deleted it.
              return FileVisitResult.CONTINUE;
            }
            throw failed;
          }
        });
    return files;
  }
}

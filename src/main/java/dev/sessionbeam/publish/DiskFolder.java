package dev.sessionbeam.publish;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a folder of a local disk with everything in it. */
public final class DiskFolder {
  private DiskFolder() {}

  /**
   * Deletes a folder if it exists, or as much of it as possible. Another process may delete files
   * in it at the same time, as Flink does with the checkpoints of a job that has just ended. So a
   * file that is gone in the meantime is not an error.
   *
   * @throws IOException if a file cannot be deleted, or if another process still writes to the
   *     folder
   */
  public static void delete(Path top) throws IOException {
    Deletion deletion = new Deletion();
    Files.walkFileTree(top, deletion);
    if (deletion.failure != null) {
      throw deletion.failure;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    /** The first failure; null if there was no failure. */
    private @Nullable IOException failure;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) {
      return failed(failed);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) {
      return failed == null ? delete(folder) : failed(failed);
    }

    private FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        return failed(e);
      }
      return FileVisitResult.CONTINUE;
    }

    private FileVisitResult failed(IOException failed) {
      if (failure == null && !(failed instanceof NoSuchFileException)) {
        failure = failed;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}

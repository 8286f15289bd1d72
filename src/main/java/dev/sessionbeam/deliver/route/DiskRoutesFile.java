package dev.sessionbeam.deliver.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Routes in a file on a disk. Its time of modification, its size and its number on the disk show
 * whether it has changed.
 */
final class DiskRoutesFile implements RoutesFile {
  /** A file that is being written may change without a new signature. So it is read again. */
  private static final String UNSTABLE = "unstable";

  private final Path file;

  DiskRoutesFile(Path file) {
    this.file = file;
  }

  @Override
  public @Nullable Content readUnless(@Nullable String known) throws IOException {
    String before = signature();
    if (before.equals(known)) {
      return null;
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(RoutesReader.MAX_BYTES + 1);
    }
    return new Content(bytes, signature().equals(before) ? before : UNSTABLE);
  }

  private String signature() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return now.lastModifiedTime().toInstant() + " " + now.size() + " " + now.fileKey();
  }

  @Override
  public void close() {}
}

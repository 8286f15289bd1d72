package dev.sessionbeam.lease;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores leases in one file on a disk, which processes of several hosts may share. A writer locks a
 * second file while it compares and renames. The operating system releases that lock when the
 * process ends, however it ends. Readers see the old file or the new one, never half of one.
 *
 * <p>The time is that of the file system (the time of a file that was just written). If the disk is
 * on a network, that is the time of the server.
 */
final class DiskLeaseStore implements LeaseStore {
  private static final int TRIES = 100;

  private final Path folder;
  private final Path file;
  private final Path lock;
  private final Path touched;
  private final UnaryOperator<Instant> clock;

  /**
   * A store in a folder. The folder does not have to exist yet.
   *
   * @param clock changes the file system's time; the identity, except in tests
   */
  DiskLeaseStore(Path folder, UnaryOperator<Instant> clock) {
    this.folder = folder;
    this.file = folder.resolve(LeaseStores.FILE);
    this.lock = folder.resolve("lock");
    this.touched = folder.resolve("clock");
    this.clock = clock;
  }

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public Stored read() throws IOException {
    String text = text();
    LeaseTable table = text == null ? LeaseTable.EMPTY : LeaseJson.read(text, location());
    return new Stored(table, text, clock.apply(now()));
  }

  private @Nullable String text() throws IOException {
    try {
      // Damaged bytes become characters that are not JSON.
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Instant now() throws IOException {
    for (int i = 1; ; i++) {
      try {
        Files.createDirectories(folder);
        Files.write(touched, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return Files.getLastModifiedTime(touched).toInstant();
      } catch (NoSuchFileException e) {
        // Another run has just ended and deleted the folder.
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public boolean replace(Stored read, LeaseTable table) throws IOException {
    try (FileMutex ignored = FileMutex.lock(lock)) {
      if (!Objects.equals(text(), read.version())) {
        return false;
      }
      WholeFile.write(file, LeaseJson.write(table));
      return true;
    }
  }

  @Override
  public boolean delete(Stored read) throws IOException {
    try (FileMutex mutex = FileMutex.lock(lock)) {
      if (!Objects.equals(text(), read.version())) {
        return false;
      }
      Files.deleteIfExists(file);
      Files.deleteIfExists(touched);
      mutex.deleteFile();
    }
    deleteIfEmpty(folder);
    deleteIfEmpty(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
    return true;
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Another run uses it.
    }
  }

  @Override
  public void close() {
    // No file stays open between calls.
  }
}

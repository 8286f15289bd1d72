package dev.sessionbeam.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.lease.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps the note of a stage in a folder of this machine. One process at a time can open it. */
public final class FileJournal implements Journal, AutoCloseable {
  private static final String NOTE = "stage.json";

  private final Path folder;
  private final FileChannel lock;

  private FileJournal(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens the journal, and keeps others out until it is closed or the process ends.
   *
   * @param folder the folder of the stage; made if it is missing
   * @throws IOException with a message for the user if another process has it open
   */
  public static FileJournal open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("stage.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock got = lock.tryLock();
      if (got != null) {
        return new FileJournal(folder, lock);
      }
    } catch (OverlappingFileLockException e) {
      // This process has it.
    }
    lock.close();
    throw new IOException("another command changes this stage now: wait until it has ended");
  }

  /** Reads the note of a stage without keeping others out. */
  public static StageNote look(Path folder) throws IOException {
    Path file = folder.resolve(NOTE);
    return Files.exists(file)
        ? StageNoteJson.read(new String(Files.readAllBytes(file), UTF_8), file.toString())
        : StageNote.EMPTY;
  }

  @Override
  public StageNote read() throws IOException {
    return look(folder);
  }

  @Override
  public void write(StageNote note) throws IOException {
    WholeFile.write(folder.resolve(NOTE), StageNoteJson.write(note) + "\n");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}

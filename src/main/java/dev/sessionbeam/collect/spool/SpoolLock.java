package dev.sessionbeam.collect.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to use the folder of a spool. It ends with the process, also if that is killed. */
final class SpoolLock implements Closeable {
  static final String NAME = "lock";

  private final FileChannel channel;

  private SpoolLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws SpoolException if another collector has it
   */
  static SpoolLock take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new SpoolLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another collector in this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new SpoolException(
        folder
            + " is in use by another collector: wait until that one has ended, or name a folder of"
            + " its own for each");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

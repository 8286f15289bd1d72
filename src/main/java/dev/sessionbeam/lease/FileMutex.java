package dev.sessionbeam.lease;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one thread of all processes has, for milliseconds. The operating system frees it when
 * a process is killed. Do not delete the file: that would make it two locks.
 */
final class FileMutex implements AutoCloseable {
  private static final int TRIES = 5_000;
  private static final long PAUSE_MILLIS = 2;

  private final FileChannel channel;

  private FileMutex(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the lock, for ten seconds or a little longer.
   *
   * @throws IOException where another process keeps it that long, so is stopped or hangs
   */
  static FileMutex lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int i = 0; i < TRIES; i++) {
        if (tryLock(channel) != null) {
          return new FileMutex(channel);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      throw new IOException(file + " has been locked for 10 s: does a process that uses it hang?");
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + file);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it: file locks are those of a process.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

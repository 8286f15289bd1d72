package dev.sessionbeam.lease;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that one thread of all processes has, for milliseconds. The operating system frees it when
 * a process is killed. Do not delete the file: that would make it two locks.
 *
 * <p>A process loses its lock on a file as soon as it closes that file, through whichever channel.
 * So the file is for nothing else, and its threads open it one after the other.
 */
final class FileMutex implements AutoCloseable {
  private static final long WAIT_MILLIS = 10_000;
  private static final long PAUSE_MILLIS = 2;

  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private FileMutex(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock, for ten seconds or a little longer.
   *
   * @throws IOException where another process keeps it that long, so is stopped or hangs
   */
  static FileMutex lock(Path file) throws IOException {
    try {
      if (!IN_THIS_PROCESS.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("another thread has kept " + file + " locked for 10 s");
      }
      try {
        return new FileMutex(file, open(file));
      } catch (IOException | InterruptedException | RuntimeException e) {
        IN_THIS_PROCESS.unlock();
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + file);
    }
  }

  private static FileChannel open(Path file) throws IOException, InterruptedException {
    FileChannel channel = channel(file);
    try {
      for (long waited = 0; waited < WAIT_MILLIS; waited += PAUSE_MILLIS) {
        if (isLocked(channel)) {
          if (channel.size() == 0) {
            return channel;
          }
          channel.close();
          channel = channel(file);
        } else {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
      throw new IOException(file + " has been locked for 10 s: does a process that uses it hang?");
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Locks it; the lock goes with the channel. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Held in this process by this class of another class loader, as Flink has one for each job.
      return false;
    }
  }

  /** Deletes the file that is locked. */
  void deleteFile() throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {1}));
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }
}

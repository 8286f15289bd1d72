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
 * A lock between processes: one thread of one of them holds it, for a few milliseconds. The system
 * releases it when a process is killed. Do not delete the file: then there would be two locks.
 *
 * <p>A process loses its lock on a file as soon as it closes that file, through any channel. So the
 * file has no other use, and the threads of a process open it one after another.
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
   * @throws IOException if another process holds it for that long, so that process is stopped or
   *     hangs
   */
  static FileMutex lock(Path file) throws IOException {
    try {
      if (!IN_THIS_PROCESS.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(file + " has been locked by another thread of this process for 10 s");
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
      throw new IOException(
          file + " has been locked for 10 s: check for a process that uses it and hangs");
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

  /** Locks the file. The lock ends when the channel is closed. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // The lock is held in this process by the same class of another class loader. Flink has one
      // class loader for each job.
      return false;
    }
  }

  /** Deletes the locked file. */
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

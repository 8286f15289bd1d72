package dev.sessionbeam.collect.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A disk that fails when a test says so, and that knows what is safe on it. */
public final class FaultyFiles implements SpoolFiles {
  private final DiskFiles disk = new DiskFiles();
  private volatile boolean forceFails;
  private volatile boolean cannotCreate;
  private volatile boolean cannotReplace;
  private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile @Nullable CountDownLatch beforeForce;
  private final Semaphore held = new Semaphore(0);

  /** Opens a spool on this disk. */
  public Spool open(Path folder, long most) throws IOException {
    return Spool.open(folder, most, this);
  }

  /** From now on, forcing files to the disk fails. */
  public void failForce() {
    forceFails = true;
  }

  /** Takes so many bytes more; then it is full. */
  public void fillUpAfter(int bytes) {
    bytesLeft.set(bytes);
  }

  /** From now on, no file can be put in the place of another one. */
  public void failToReplace() {
    cannotReplace = true;
  }

  /** From now on, no file can be created. */
  public void failToCreate() {
    cannotCreate = true;
  }

  /** From now on, forcing waits until the result is counted down. */
  public CountDownLatch holdForce() {
    CountDownLatch latch = new CountDownLatch(1);
    beforeForce = latch;
    return latch;
  }

  /** Waits until somebody waits for a force: what came before it was written. */
  public void awaitForce() throws InterruptedException {
    held.acquire();
  }

  /** From now on, it works. */
  public void repair() {
    forceFails = false;
    cannotCreate = false;
    cannotReplace = false;
    bytesLeft.set(Long.MAX_VALUE);
  }

  @Override
  public SpoolFile open(Path file) throws IOException {
    if (cannotCreate) {
      throw new IOException("the disk has failed");
    }
    return new FaultyFile(disk.open(file), file.getFileName().toString().startsWith("segment"));
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void replace(Path file, Path by) throws IOException {
    if (cannotReplace) {
      throw new IOException("the disk has failed");
    }
    disk.replace(file, by);
  }

  @Override
  public void forceNames(Path folder) throws IOException {
    disk.forceNames(folder);
  }

  private final class FaultyFile implements SpoolFile {
    private final SpoolFile file;
    private final boolean isSegment;

    FaultyFile(SpoolFile file, boolean isSegment) {
      this.file = file;
      this.isSegment = isSegment;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      if (!isSegment || bytes.remaining() <= bytesLeft.get()) {
        bytesLeft.addAndGet(isSegment ? -bytes.remaining() : 0);
        file.write(bytes, position);
        return;
      }
      // A short write: some of the bytes are in the file.
      ByteBuffer some = bytes.duplicate();
      some.limit(some.position() + (int) bytesLeft.getAndSet(0));
      file.write(some, position);
      throw new IOException("No space left on device");
    }

    @Override
    public void force() throws IOException {
      CountDownLatch latch = beforeForce;
      if (latch != null) {
        held.release();
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      if (forceFails) {
        throw new IOException("the disk has failed");
      }
      file.force();
    }

    @Override
    public void read(ByteBuffer bytes, long position) throws IOException {
      file.read(bytes, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (bytesLeft.get() == 0 || forceFails) {
        throw new IOException("the disk has failed");
      }
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

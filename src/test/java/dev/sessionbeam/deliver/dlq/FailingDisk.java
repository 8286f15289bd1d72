package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on a disk that can fail, and that knows whether all that was written to it is safe. */
final class FailingDisk extends FileChannel {
  private final FileChannel file;

  /** What another process wrote may not be on the disk either. */
  private boolean safe;

  private int bytesLeft = Integer.MAX_VALUE;

  private FailingDisk(FileChannel file) {
    this.file = file;
  }

  static FailingDisk open(Path file) throws IOException {
    return new FailingDisk(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Whether what is in the file would be there after a crash of the machine. */
  boolean isSafe() {
    return safe;
  }

  /** Takes so many bytes more. Then every write fails, and the file cannot be cut either. */
  void failAfter(int bytes) {
    bytesLeft = bytes;
  }

  /** Works again. */
  void repair() {
    bytesLeft = Integer.MAX_VALUE;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    safe = false;
    if (bytesLeft == 0) {
      throw new IOException("the disk has failed");
    }
    int bytes = Math.min(from.remaining(), bytesLeft);
    ByteBuffer some = from.slice(from.position(), bytes);
    from.position(from.position() + bytes);
    bytesLeft -= bytes;
    return file.write(some);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    safe = false;
    if (bytesLeft == 0) {
      throw new IOException("the disk has failed");
    }
    file.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.force(metaData);
    safe = true;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return file.read(to);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return file.read(to, position);
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long to) throws IOException {
    file.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer from, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}

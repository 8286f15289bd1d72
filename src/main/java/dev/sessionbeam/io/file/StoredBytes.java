package dev.sessionbeam.io.file;

import dev.sessionbeam.io.s3.S3Location;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;

/**
 * The stored bytes of a file, up to the length that the file had when the run found it. Bytes that
 * were appended since then are not read, so a run over a growing file has the result of a run over
 * the file as it was at the start.
 */
final class StoredBytes extends FilterInputStream {
  private long left;

  /** Thrown if a file ends before the length that it had when the run found it. */
  static final class ShortenedFileException extends EOFException {
    ShortenedFileException(String message) {
      super(message);
    }
  }

  private StoredBytes(InputStream in, long left) {
    super(in);
    this.left = left;
  }

  /**
   * Opens the file of a slice.
   *
   * @param position the position of the first byte to read
   * @throws ShortenedFileException if the file is shorter than it was when the run found it
   * @throws IOException if the file cannot be opened, or if it is an object of S3 with another
   *     length: an object never grows, so this is another object
   */
  static InputStream open(FileSlice slice, long position) throws IOException {
    ReadableByteChannel stored =
        FileSystems.open(FileSystems.matchNewResource(slice.file(), false));
    InputStream in = Channels.newInputStream(stored);
    try {
      if (slice.length() != FileSlice.UNKNOWN && stored instanceof SeekableByteChannel seekable) {
        requireLength(slice, seekable.size());
      }
      if (position > 0) {
        ((SeekableByteChannel) stored).position(position);
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
    return slice.length() == FileSlice.UNKNOWN
        ? in
        : new StoredBytes(in, slice.length() - position);
  }

  private static void requireLength(FileSlice slice, long now) throws IOException {
    if (S3Location.isS3(slice.file()) && now != slice.length()) {
      throw new IOException(
          "it was replaced since the run found it: it had "
              + slice.length()
              + " bytes, and has "
              + now
              + " now. A run needs the same object until its end");
    }
    if (now < slice.length()) {
      throw shortened(slice.length() - now);
    }
  }

  private static ShortenedFileException shortened(long missing) {
    return new ShortenedFileException(
        "it has become shorter since the run found it: its last "
            + missing
            + " bytes are missing. Run again when nothing else writes to it");
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = super.read();
    count(read < 0 ? read : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left <= 0) {
      return length == 0 ? 0 : -1;
    }
    int read = super.read(bytes, offset, (int) Math.min(length, left));
    count(read);
    return read;
  }

  private void count(int read) throws ShortenedFileException {
    if (read < 0) {
      throw shortened(left);
    }
    left -= read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(Math.min(bytes, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}

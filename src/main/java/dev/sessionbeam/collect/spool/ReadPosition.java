package dev.sessionbeam.collect.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A small file that says up to where the events of the spool are in the stream. Without it, or
 * after a crash of the machine, events may be sent again; none is left out.
 */
final class ReadPosition implements Closeable {
  static final String NAME = "position";
  private static final int BYTES = 3 * Long.BYTES;

  private final SpoolFile file;
  private long segment;
  private long offset;

  private ReadPosition(SpoolFile file) {
    this.file = file;
  }

  static ReadPosition open(SpoolFiles files, Path folder) throws IOException {
    ReadPosition position = new ReadPosition(files.open(folder.resolve(NAME)));
    byte[] written = new byte[BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(written);
    position.file.read(bytes, 0);
    if (bytes.getLong(2 * Long.BYTES) == crc(written)) {
      position.segment = bytes.getLong(0);
      position.offset = bytes.getLong(Long.BYTES);
    }
    return position;
  }

  /** The number of the segment that is read; 0 if there was none yet. */
  long segment() {
    return segment;
  }

  /** Where the first event of a segment begins that may not be in the stream; 0 for its start. */
  long offset(long number) {
    return number == segment ? offset : 0;
  }

  /** Moves on. A kill of this process cannot undo it; only a crash of the machine can. */
  void move(long number, long to) throws IOException {
    segment = number;
    offset = to;
    byte[] written = new byte[BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(written).putLong(number).putLong(to);
    bytes.putLong(crc(written)).flip();
    file.write(bytes, 0);
  }

  private static long crc(byte[] written) {
    CRC32C crc = new CRC32C();
    crc.update(written, 0, 2 * Long.BYTES);
    // Zeros would have a sum of zero, which an empty file has too.
    return ~crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

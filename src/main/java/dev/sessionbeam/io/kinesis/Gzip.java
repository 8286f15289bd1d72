package dev.sessionbeam.io.kinesis;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses gzip data in memory, within a bound. Java's own {@code GZIPInputStream} ignores
 * bytes after the last member; here such data is not valid, so that no byte is lost.
 */
final class Gzip {
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER = 10;
  private static final int TRAILER = 8;

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private static final int BLOCK = 1 << 13;

  private final byte[] data;
  private final int mostBytes;
  private int at;
  private byte[] out;
  private int length;

  private Gzip(byte[] data, int mostBytes) {
    this.data = data;
    this.mostBytes = mostBytes;
    this.out = new byte[Math.min(mostBytes, Math.max(BLOCK, 4 * data.length))];
  }

  /** Whether the data begins as gzip data does. */
  static boolean is(byte[] data) {
    return data.length >= HEADER + TRAILER
        && (data[0] & 0xff) == MAGIC_1
        && (data[1] & 0xff) == MAGIC_2
        && data[2] == DEFLATE;
  }

  /**
   * Returns the decompressed bytes of one or more members; null if the data is damaged, or if it
   * holds more bytes than allowed.
   *
   * @param mostBytes the largest number of decompressed bytes
   */
  static byte @Nullable [] decompress(byte[] data, int mostBytes) {
    Gzip gzip = new Gzip(data, mostBytes);
    Inflater inflater = new Inflater(true);
    try {
      do {
        gzip.member(inflater);
      } while (gzip.at < data.length);
      return Arrays.copyOf(gzip.out, gzip.length);
    } catch (DataFormatException | IndexOutOfBoundsException e) {
      return null; // It ends early if an index is out of bounds.
    } finally {
      inflater.end();
    }
  }

  private void member(Inflater inflater) throws DataFormatException {
    header();
    int begin = length;
    inflater.reset();
    inflater.setInput(data, at, data.length - at);
    while (!inflater.finished()) {
      if (length == out.length) {
        grow();
      }
      int inflated = inflater.inflate(out, length, out.length - length);
      if (inflated == 0 && !inflater.finished()) {
        throw new DataFormatException(); // It ends early, or needs a dictionary.
      }
      length += inflated;
    }
    if (length > mostBytes) {
      throw new DataFormatException();
    }
    at = data.length - inflater.getRemaining();
    CRC32 crc = new CRC32();
    crc.update(out, begin, length - begin);
    if (littleEndian(at) != (int) crc.getValue() || littleEndian(at + 4) != length - begin) {
      throw new DataFormatException();
    }
    at += TRAILER;
  }

  private void header() throws DataFormatException {
    if ((data[at] & 0xff) != MAGIC_1 || (data[at + 1] & 0xff) != MAGIC_2) {
      throw new DataFormatException();
    }
    int flags = data[at + 3];
    if (data[at + 2] != DEFLATE || (flags & RESERVED) != 0) {
      throw new DataFormatException();
    }
    at += HEADER;
    if ((flags & EXTRA) != 0) {
      at += 2 + (data[at] & 0xff) + ((data[at + 1] & 0xff) << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      at += 2;
    }
    if (at > data.length) {
      throw new DataFormatException();
    }
  }

  private void skipText() {
    while (data[at] != 0) {
      at++;
    }
    at++;
  }

  private int littleEndian(int from) {
    return (data[from] & 0xff)
        | (data[from + 1] & 0xff) << 8
        | (data[from + 2] & 0xff) << 16
        | data[from + 3] << 24;
  }

  /** One more byte than allowed finds out whether the data is larger. */
  private void grow() throws DataFormatException {
    if (length > mostBytes) {
      throw new DataFormatException();
    }
    out = Arrays.copyOf(out, (int) Math.min(mostBytes + 1L, 2L * out.length + 1));
  }
}

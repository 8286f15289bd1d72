package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The form of an event in a segment: the length of the rest as 4 bytes, the CRC-32C of the rest as
 * 4 bytes, and the rest: when it was received as 8 bytes, the length of its key as 2 bytes, the key
 * in UTF-8, the data.
 */
final class Frame {
  /** The bytes before the rest. */
  static final int HEAD = 8;

  private static final int FIXED = Long.BYTES + Short.BYTES;

  /** More than an event within the limits of Kinesis needs. */
  static final int MOST_BYTES = 2 << 20;

  private Frame() {}

  /** Returns the number of bytes that an event takes in a segment. */
  static int size(StreamEvent event) {
    return HEAD + FIXED + event.size();
  }

  /** Writes an event into a buffer that has an array. */
  static void write(StreamEvent event, ByteBuffer to) {
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    int start = to.position();
    to.position(start + HEAD);
    to.putLong(event.receivedMillis()).putShort((short) key.length).put(key).put(event.data());
    int length = to.position() - start - HEAD;
    to.putInt(start, length);
    to.putInt(start + Integer.BYTES, crc(to.array(), to.arrayOffset() + start + HEAD, length));
  }

  /**
   * Reads the event at the position of a buffer, and moves the position after it.
   *
   * @return null if the buffer has no whole and undamaged event there; then the position is as
   *     before
   */
  static @Nullable StreamEvent read(ByteBuffer from) {
    int start = from.position();
    int length = from.remaining() < HEAD ? -1 : from.getInt(start);
    if (length < FIXED
        || length > MOST_BYTES
        || length > from.remaining() - HEAD
        || crc(from.array(), from.arrayOffset() + start + HEAD, length)
            != from.getInt(start + Integer.BYTES)) {
      return null;
    }
    int keyLength = Short.toUnsignedInt(from.getShort(start + HEAD + Long.BYTES));
    if (keyLength > length - FIXED) {
      return null;
    }
    from.position(start + HEAD);
    long received = from.getLong();
    byte[] key = new byte[keyLength];
    from.position(from.position() + Short.BYTES);
    byte[] data = new byte[length - FIXED - key.length];
    from.get(key).get(data);
    return new StreamEvent(new String(key, StandardCharsets.UTF_8), data, received);
  }

  /** Whether the event at the position of a buffer goes on after the buffer's end. */
  static boolean isCutOff(ByteBuffer from) {
    if (from.remaining() < HEAD) {
      return true;
    }
    int length = from.getInt(from.position());
    return length >= FIXED && length <= MOST_BYTES && length > from.remaining() - HEAD;
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}

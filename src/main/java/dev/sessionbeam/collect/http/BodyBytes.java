package dev.sessionbeam.collect.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of a body, as they come. Grows with them, whatever size the client has said. */
final class BodyBytes {
  private static final int FIRST = 1 << 10;

  private byte[] bytes = new byte[0];
  private int length;

  void add(ByteBuf more) {
    int count = more.readableBytes();
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.max(FIRST, 2 * bytes.length)));
    }
    more.readBytes(bytes, length, count);
    length += count;
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }
}

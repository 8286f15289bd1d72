package dev.sessionbeam.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Splits bytes into records with a {@link RecordFramer}. */
final class Framing {
  private Framing() {}

  /** A record as text, one char per byte, and its offset. */
  record Framed(long offset, String text) {}

  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static List<Framed> frames(InputStream in, long offset, long stopAt) throws IOException {
    RecordFramer framer = new RecordFramer(in, offset, stopAt);
    List<Framed> frames = new ArrayList<>();
    for (byte[] record = framer.next(); record != null; record = framer.next()) {
      frames.add(new Framed(framer.offset(), text(record)));
    }
    return frames;
  }

  static List<Framed> frames(byte[] bytes) throws IOException {
    return frames(new ByteArrayInputStream(bytes), 0, Long.MAX_VALUE);
  }

  static List<String> texts(byte[] bytes) throws IOException {
    return frames(bytes).stream().map(Framed::text).toList();
  }

  static List<String> texts(String latin) throws IOException {
    return texts(bytes(latin));
  }

  static byte[] concat(List<String> texts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    texts.forEach(text -> out.writeBytes(bytes(text)));
    return out.toByteArray();
  }

  /** A stream that returns a random number of bytes per read. */
  static InputStream inChunks(byte[] bytes, Random random, int largest) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(largest)));
      }
    };
  }
}

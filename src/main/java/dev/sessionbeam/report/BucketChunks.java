package dev.sessionbeam.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Gathers parts by bucket, so that an element has many of them: a runner then sorts thousands of
 * elements and not millions.
 */
final class BucketChunks {
  /** All buckets together hold at most about so many bytes. */
  private static final int MOST_BYTES = 32 << 20;

  /** An element has at most about so many bytes: a runner sorts it in a buffer. */
  private static final int MOST_OF_ONE = 1 << 20;

  private final BiConsumer<Integer, byte[]> out;
  private final Map<Integer, ByteArrayOutputStream> chunks = new HashMap<>();
  private long held;

  /**
   * Creates an empty gathering.
   *
   * @param out gets a bucket and some of its parts
   */
  BucketChunks(BiConsumer<Integer, byte[]> out) {
    this.out = out;
  }

  /** Adds a part, and gives out everything if it is too much. */
  void add(int bucket, StoredPart part) throws IOException {
    ByteArrayOutputStream chunk =
        chunks.computeIfAbsent(bucket, any -> new ByteArrayOutputStream());
    int before = chunk.size();
    StoredPartCoder.INSTANCE.encode(part, chunk);
    held += chunk.size() - before;
    if (chunk.size() >= MOST_OF_ONE) {
      chunks.remove(bucket);
      held -= chunk.size();
      out.accept(bucket, chunk.toByteArray());
    }
    if (held >= MOST_BYTES) {
      flush();
    }
  }

  /** Gives out everything. */
  void flush() {
    chunks.forEach((bucket, chunk) -> out.accept(bucket, chunk.toByteArray()));
    chunks.clear();
    held = 0;
  }

  /** Gives the parts of a chunk to a receiver. */
  static void unpack(byte[] chunk, Consumer<StoredPart> receiver) {
    ByteArrayInputStream in = new ByteArrayInputStream(chunk);
    try {
      while (in.available() > 0) {
        receiver.accept(StoredPartCoder.INSTANCE.decode(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
  }
}

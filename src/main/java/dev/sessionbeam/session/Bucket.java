package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * Encodes packs of one or more machines, one after the other in one array. A runner passes them on
 * in this form, and a pack is decoded only if a step needs it.
 *
 * <p>Each pack is encoded as: its machine, with the length before it; the instant of its earliest
 * event; and the pack with its window, with the length before them.
 */
final class Bucket {
  private Bucket() {}

  /** Visits the packs in a bucket, one after the other. */
  static final class Reader<W extends BoundedWindow> {
    private final Coder<WindowedPack<W>> coder;
    private final ByteBuffer buffer;
    private int start;
    private int pack;
    private int end;
    private String machine = "";
    private long earliest;

    Reader(byte[] bucket, Coder<WindowedPack<W>> coder) {
      this.buffer = ByteBuffer.wrap(bucket);
      this.coder = coder;
    }

    /** Moves to the next pack. Returns false after the last one. */
    boolean next() {
      if (end == buffer.capacity()) {
        return false;
      }
      start = end;
      buffer.position(start);
      int length = buffer.getInt();
      machine = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
      buffer.position(buffer.position() + length);
      earliest = buffer.getLong();
      int packLength = buffer.getInt();
      pack = buffer.position();
      end = pack + packLength;
      return true;
    }

    String machine() {
      return machine;
    }

    /** The instant of the pack's earliest event, in milliseconds since the epoch. */
    long earliest() {
      return earliest;
    }

    WindowedPack<W> pack() throws IOException {
      return coder.decode(new ArrayInput(buffer.array(), pack, end));
    }

    /** Decodes all packs from the next one on. */
    List<WindowedPack<W>> packs() throws IOException {
      List<WindowedPack<W>> packs = new ArrayList<>(1);
      while (next()) {
        packs.add(pack());
      }
      return packs;
    }
  }

  /** Reads from an array. It is not thread-safe, and therefore fast. */
  private static final class ArrayInput extends InputStream {
    private final byte[] bytes;
    private final int end;
    private int at;

    ArrayInput(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    @Override
    public int read() {
      return at == end ? -1 : bytes[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == end && length > 0) {
        return -1;
      }
      int read = Math.min(length, end - at);
      System.arraycopy(bytes, at, to, offset, read);
      at += read;
      return read;
    }

    @Override
    public int available() {
      return end - at;
    }
  }

  /** Builds a bucket, pack by pack. It is not thread-safe, and therefore fast. */
  static final class Builder extends OutputStream {
    private static final byte[] NONE = new byte[0];
    private static final int FIRST_BYTES = 1 << 8;

    private byte[] bytes = NONE;
    private int size;
    private long earliest = Long.MAX_VALUE;

    int size() {
      return size;
    }

    /** The instant of the earliest event in the bucket, in milliseconds since the epoch. */
    long earliest() {
      return earliest;
    }

    <W extends BoundedWindow> void add(
        String machine, WindowedPack<W> pack, Coder<WindowedPack<W>> coder) throws IOException {
      byte[] name = machine.getBytes(StandardCharsets.UTF_8);
      long start = pack.pack().start();
      int length = Integer.BYTES + name.length + Long.BYTES;
      makeRoomFor(length + Integer.BYTES);
      ByteBuffer.wrap(bytes, size, length).putInt(name.length).put(name).putLong(start);
      int lengthAt = size + length;
      size = lengthAt + Integer.BYTES;
      coder.encode(pack, this);
      ByteBuffer.wrap(bytes).putInt(lengthAt, size - lengthAt - Integer.BYTES);
      earliest = Math.min(earliest, start);
    }

    /** Adds the current pack of a reader, without decoding it. */
    void add(Reader<?> reader) {
      write(reader.buffer.array(), reader.start, reader.end - reader.start);
      earliest = Math.min(earliest, reader.earliest);
    }

    @Override
    public void write(int b) {
      makeRoomFor(1);
      bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      makeRoomFor(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    private void makeRoomFor(int more) {
      int needed = Math.addExact(size, more);
      if (needed > bytes.length) {
        int roomy = Math.max(FIRST_BYTES, 2 * bytes.length);
        bytes = Arrays.copyOf(bytes, Math.max(needed, roomy));
      }
    }

    /**
     * Returns the bucket so far, and leaves the builder empty and without an array: there are
     * thousands of builders, and each may have had a large pack.
     */
    byte[] take() {
      byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
      bytes = NONE;
      size = 0;
      earliest = Long.MAX_VALUE;
      return taken;
    }
  }
}

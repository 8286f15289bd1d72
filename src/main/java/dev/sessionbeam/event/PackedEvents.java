package dev.sessionbeam.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Events of one machine side by side in one array, as they travel and as they are kept in state: a
 * copy of them costs next to nothing, where objects would be taken apart and put together again.
 * The machine's name is not among the bytes; it stands once beside them.
 */
public final class PackedEvents {
  /** No events. */
  public static final PackedEvents NONE = new PackedEvents(new byte[0]);

  // Of each event: the length of what follows, the length of its JSON, its instant, whether it
  // opens; then id and action, each with its length before it; and its JSON up to the end.
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int JSON_LENGTH = LENGTH_BYTES;
  private static final int MILLIS = JSON_LENGTH + Integer.BYTES;
  private static final int OPENING = MILLIS + Long.BYTES;
  private static final int FIXED_BYTES = OPENING + 1;

  private final byte[] bytes;

  PackedEvents(byte[] bytes) {
    this.bytes = bytes;
  }

  /** These events, packed; all of one machine. */
  public static PackedEvents of(Iterable<Event> events) {
    Builder builder = new Builder();
    events.forEach(builder::add);
    return builder.take();
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many bytes they take. */
  public int size() {
    return bytes.length;
  }

  /** The events as objects, in order. */
  public List<Event> toList(String machine) {
    List<Event> events = new ArrayList<>();
    Reader reader = reader();
    while (reader.hasNext()) {
      reader.next();
      events.add(reader.event(machine));
    }
    return events;
  }

  /** Goes over the events without making objects of them. */
  public Reader reader() {
    return new Reader(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedEvents that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Stands on one event after the other, and is that event's span. */
  public static final class Reader implements EventSpan {
    private final ByteBuffer buffer;
    private int start;
    private int end;

    private Reader(byte[] bytes) {
      buffer = ByteBuffer.wrap(bytes);
    }

    public boolean hasNext() {
      return end < buffer.capacity();
    }

    /** Steps to the next event; there has to be one. */
    public void next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      start = end;
      end = start + LENGTH_BYTES + buffer.getInt(start);
    }

    /** The event's instant, in milliseconds since the epoch. */
    public long millis() {
      return buffer.getLong(start + MILLIS);
    }

    @Override
    public long start() {
      return millis();
    }

    @Override
    public long last() {
      return millis();
    }

    @Override
    public long lastOpening() {
      return opens() ? millis() : NO_OPENING;
    }

    @Override
    public boolean opens() {
      return buffer.get(start + OPENING) != 0;
    }

    /** How many bytes the event takes. */
    public int size() {
      return end - start;
    }

    /** How many bytes the event's JSON has. */
    public int jsonLength() {
      return buffer.getInt(start + JSON_LENGTH);
    }

    /** Whether the event's JSON begins with the first {@code length} of these bytes. */
    boolean jsonBeginsWith(byte[] bytes, int length) {
      int json = end - jsonLength();
      return length <= jsonLength()
          && Arrays.equals(buffer.array(), json, json + length, bytes, 0, length);
    }

    /** The first bytes of the event's JSON, in an array of some length. */
    byte[] beginOfJson(int length, int arrayLength) {
      byte[] begin = new byte[arrayLength];
      System.arraycopy(buffer.array(), end - jsonLength(), begin, 0, length);
      return begin;
    }

    /** The event as an object. */
    public Event event(String machine) {
      buffer.position(start + FIXED_BYTES);
      byte[] id = part();
      String action = new String(part(), StandardCharsets.UTF_8);
      byte[] json = beginOfJson(jsonLength(), jsonLength());
      return new Event(machine, id, millis(), opens(), action, json);
    }

    private byte[] part() {
      int length = 0;
      int shift = 0;
      byte b;
      do {
        b = buffer.get();
        length |= (b & 0x7F) << shift;
        shift += 7;
      } while (b < 0);
      byte[] part = new byte[length];
      buffer.get(part);
      return part;
    }
  }

  /** Packs events one by one. */
  public static final class Builder {
    /** What an array can hold. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = NONE.bytes;
    private int size;

    /** How many bytes the events take so far. */
    public int size() {
      return size;
    }

    public void add(Event event) {
      byte[] action = event.action().getBytes(StandardCharsets.UTF_8);
      int length =
          FIXED_BYTES - LENGTH_BYTES + sizeOf(event.id()) + sizeOf(action) + event.json().length;
      makeRoomFor(LENGTH_BYTES + length);
      ByteBuffer buffer = ByteBuffer.wrap(bytes, size, bytes.length - size);
      buffer.putInt(length).putInt(event.json().length).putLong(event.millis());
      buffer.put((byte) (event.opening() ? 1 : 0));
      put(event.id(), buffer);
      put(action, buffer);
      buffer.put(event.json());
      size = buffer.position();
    }

    /**
     * Some of the events so far, in an array of their own; the builder keeps them all.
     *
     * @param positions where each of them begins: the builder's size when it was added
     * @param count how many of the positions there are
     */
    public PackedEvents copy(int[] positions, int count) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int length = 0;
      for (int i = 0; i < count; i++) {
        length += LENGTH_BYTES + buffer.getInt(positions[i]);
      }
      byte[] copy = new byte[length];
      int at = 0;
      for (int i = 0; i < count; i++) {
        int eventLength = LENGTH_BYTES + buffer.getInt(positions[i]);
        System.arraycopy(bytes, positions[i], copy, at, eventLength);
        at += eventLength;
      }
      return new PackedEvents(copy);
    }

    /** Forgets all events, and keeps the room that they took. */
    public void clear() {
      size = 0;
    }

    /** Adds the event that a reader stands on. */
    public void add(Reader reader) {
      makeRoomFor(reader.size());
      System.arraycopy(reader.buffer.array(), reader.start, bytes, size, reader.size());
      size += reader.size();
    }

    /** Adds all of them. */
    public void addAll(PackedEvents events) {
      makeRoomFor(events.size());
      System.arraycopy(events.bytes, 0, bytes, size, events.size());
      size += events.size();
    }

    // The first event gets just the room it needs: most often there is only one.
    private void makeRoomFor(int more) {
      int needed = Math.addExact(size, more);
      if (needed > bytes.length) {
        long roomy = Math.min(2L * bytes.length, MOST_BYTES);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, roomy));
      }
    }

    private static int sizeOf(byte[] part) {
      int lengthBytes = 1;
      for (int left = part.length >>> 7; left > 0; left >>>= 7) {
        lengthBytes++;
      }
      return lengthBytes + part.length;
    }

    private static void put(byte[] part, ByteBuffer buffer) {
      int left = part.length;
      while (left > 0x7F) {
        buffer.put((byte) (left | 0x80));
        left >>>= 7;
      }
      buffer.put((byte) left).put(part);
    }

    /** The events so far; the builder is empty then. */
    public PackedEvents take() {
      boolean full = size == bytes.length;
      PackedEvents taken = new PackedEvents(full ? bytes : Arrays.copyOf(bytes, size));
      bytes = full ? NONE.bytes : bytes;
      size = 0;
      return taken;
    }
  }
}

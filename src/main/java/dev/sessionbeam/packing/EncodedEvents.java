package dev.sessionbeam.packing;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventSpan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Events of one machine, encoded one after the other in one array. Elements and state have them in
 * this form: a copy costs almost nothing, whereas objects would be encoded and decoded again. The
 * machine's name is not in the array; it is kept once, next to the array.
 */
public final class EncodedEvents {
  /** No events. */
  public static final EncodedEvents NONE = new EncodedEvents(new byte[0]);

  // Each event is encoded as: the length of the rest, the length of its JSON, its instant, whether
  // it is an opening event; then its id and its action, each with its length before it; then its
  // JSON, up to the end.
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int JSON_LENGTH = LENGTH_BYTES;
  private static final int MILLIS = JSON_LENGTH + Integer.BYTES;
  private static final int OPENING = MILLIS + Long.BYTES;
  private static final int FIXED_BYTES = OPENING + 1;

  /** The maximum length of an array. */
  static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final byte[] bytes;

  EncodedEvents(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Encodes events, all of one machine. */
  public static EncodedEvents of(Iterable<Event> events) {
    Builder builder = new Builder();
    events.forEach(builder::add);
    return builder.take();
  }

  /**
   * The size of an encoded event, in bytes.
   *
   * @param action the event's action in UTF-8
   */
  static int sizeOf(Event event, byte[] action) {
    int parts = Math.addExact(sizeOf(event.id()), sizeOf(action));
    return Math.addExact(FIXED_BYTES + event.json().length, parts);
  }

  private static int sizeOf(byte[] part) {
    int lengthBytes = 1;
    for (int left = part.length >>> 7; left > 0; left >>>= 7) {
      lengthBytes++;
    }
    return lengthBytes + part.length;
  }

  /** Encodes an event at a buffer's position, and moves the position after it. */
  static void encode(Event event, byte[] action, int eventSize, ByteBuffer buffer) {
    buffer.putInt(eventSize - LENGTH_BYTES).putInt(event.json().length).putLong(event.millis());
    buffer.put((byte) (event.opening() ? 1 : 0));
    put(event.id(), buffer);
    put(action, buffer);
    buffer.put(event.json());
  }

  private static void put(byte[] part, ByteBuffer buffer) {
    int left = part.length;
    while (left > 0x7F) {
      buffer.put((byte) (left | 0x80));
      left >>>= 7;
    }
    buffer.put((byte) left).put(part);
  }

  /** The size of the encoded event that begins at a position of a buffer. */
  static int sizeAt(int position, ByteBuffer buffer) {
    return LENGTH_BYTES + buffer.getInt(position);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The size of the encoded events, in bytes. */
  public int size() {
    return bytes.length;
  }

  /** Decodes the events, in order. */
  public List<Event> toList(String machine) {
    List<Event> events = new ArrayList<>();
    Reader reader = reader();
    while (reader.hasNext()) {
      reader.next();
      events.add(reader.event(machine));
    }
    return events;
  }

  /** Returns a reader that visits the events without creating objects. */
  public Reader reader() {
    return new Reader(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedEvents that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Visits one event after the other, and is the span of the current event. */
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

    /**
     * Moves to the next event.
     *
     * @throws NoSuchElementException if there is no next event
     */
    public void next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      start = end;
      end = start + sizeAt(start, buffer);
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

    /** The size of the encoded event, in bytes. */
    public int size() {
      return end - start;
    }

    /** The length of the event's JSON, in bytes. */
    public int jsonLength() {
      return buffer.getInt(start + JSON_LENGTH);
    }

    /** Whether the event's JSON begins with the first {@code length} of these bytes. */
    boolean jsonBeginsWith(byte[] bytes, int length) {
      int json = end - jsonLength();
      return length <= jsonLength()
          && Arrays.equals(buffer.array(), json, json + length, bytes, 0, length);
    }

    /**
     * The first {@code length} bytes of the event's JSON, in an array of {@code arrayLength} bytes.
     */
    byte[] beginOfJson(int length, int arrayLength) {
      byte[] begin = new byte[arrayLength];
      System.arraycopy(buffer.array(), end - jsonLength(), begin, 0, length);
      return begin;
    }

    /** Decodes the event. */
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

  /** Encodes events one by one. */
  public static final class Builder {
    private byte[] bytes;
    private int size;

    /** Creates a builder without events. */
    public Builder() {
      bytes = NONE.bytes;
    }

    /**
     * Creates a builder for events of a known size.
     *
     * @param bytes the size of all its events together, in bytes
     */
    public Builder(int bytes) {
      this.bytes = new byte[bytes];
    }

    /** The size of the events so far, in bytes. */
    public int size() {
      return size;
    }

    public void add(Event event) {
      byte[] action = event.action().getBytes(StandardCharsets.UTF_8);
      int eventSize = sizeOf(event, action);
      makeRoomFor(eventSize);
      encode(event, action, eventSize, ByteBuffer.wrap(bytes, size, eventSize));
      size += eventSize;
    }

    /** Adds the current event of a reader. */
    public void add(Reader reader) {
      makeRoomFor(reader.size());
      System.arraycopy(reader.buffer.array(), reader.start, bytes, size, reader.size());
      size += reader.size();
    }

    /** Adds all the given events. */
    public void addAll(EncodedEvents events) {
      makeRoomFor(events.size());
      System.arraycopy(events.bytes, 0, bytes, size, events.size());
      size += events.size();
    }

    // The first event gets exactly the room that it needs, because often there is only one.
    private void makeRoomFor(int more) {
      int needed = Math.addExact(size, more);
      if (needed > bytes.length) {
        long roomy = Math.min(2L * bytes.length, MOST_BYTES);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, roomy));
      }
    }

    /** Returns the events so far, and leaves the builder empty. */
    public EncodedEvents take() {
      boolean full = size == bytes.length;
      EncodedEvents taken = new EncodedEvents(full ? bytes : Arrays.copyOf(bytes, size));
      bytes = full ? NONE.bytes : bytes;
      size = 0;
      return taken;
    }
  }
}

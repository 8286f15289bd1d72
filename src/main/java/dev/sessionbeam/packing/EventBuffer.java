package dev.sessionbeam.packing;

import dev.sessionbeam.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Holds encoded events of many machines, one after the other in one array that is used again. An
 * event is known by its position.
 *
 * <p>The name of its machine is just before each event. Events that are far apart in the array are
 * compared by machine and then copied, and most of the time for that is waiting for memory. So both
 * should be in the same place.
 */
public final class EventBuffer {
  private static final int FIRST_BYTES = 1 << 16;

  private byte[] bytes = new byte[FIRST_BYTES];
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private int size;
  private long eventBytes;

  /** The size of the encoded events, in bytes, without the names of their machines. */
  public long eventBytes() {
    return eventBytes;
  }

  /** Adds an event, and returns its position. */
  public int add(Event event) {
    byte[] machine = event.machine().getBytes(StandardCharsets.UTF_8);
    byte[] action = event.action().getBytes(StandardCharsets.UTF_8);
    int eventSize = EncodedEvents.sizeOf(event, action);
    int position = size;
    makeRoomFor(Math.addExact(Integer.BYTES + machine.length, eventSize));
    buffer.position(position);
    buffer.putInt(machine.length).put(machine);
    EncodedEvents.encode(event, action, eventSize, buffer);
    size = buffer.position();
    eventBytes += eventSize;
    return position;
  }

  private void makeRoomFor(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      long roomy = Math.min(2L * bytes.length, EncodedEvents.MOST_BYTES);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, roomy));
      buffer = ByteBuffer.wrap(bytes);
    }
  }

  /** The machine of the event at a position. */
  public String machine(int position) {
    return new String(bytes, nameAt(position), nameLength(position), StandardCharsets.UTF_8);
  }

  /** Compares the machines of two events, by the bytes of their names. */
  public int compareMachines(int one, int other) {
    return Arrays.compare(bytes, nameAt(one), eventAt(one), bytes, nameAt(other), eventAt(other));
  }

  /** Whether two events are of the same machine. */
  public boolean areOfOneMachine(int one, int other) {
    return Arrays.equals(bytes, nameAt(one), eventAt(one), bytes, nameAt(other), eventAt(other));
  }

  /** The size of the encoded event at a position, in bytes. */
  public int eventSize(int position) {
    return EncodedEvents.sizeAt(eventAt(position), buffer);
  }

  /**
   * Copies events into an array of their own.
   *
   * @param positions the positions of the events
   */
  public EncodedEvents copy(int[] positions) {
    int length = 0;
    for (int position : positions) {
      length = Math.addExact(length, eventSize(position));
    }
    byte[] copy = new byte[length];
    int at = 0;
    for (int position : positions) {
      int eventSize = eventSize(position);
      System.arraycopy(bytes, eventAt(position), copy, at, eventSize);
      at += eventSize;
    }
    return new EncodedEvents(copy);
  }

  /** Removes all events, and keeps the array for further events. */
  public void clear() {
    size = 0;
    eventBytes = 0;
  }

  private int nameLength(int position) {
    return buffer.getInt(position);
  }

  private static int nameAt(int position) {
    return position + Integer.BYTES;
  }

  private int eventAt(int position) {
    return nameAt(position) + nameLength(position);
  }
}

package dev.sessionbeam.session;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds events of many machines for a while, in one large array that is used again. Every garbage
 * collection of the young generation would copy many small arrays. For the same reason, machines
 * are remembered, up to a maximum number.
 */
final class BufferedEvents {
  /** The maximum number of machines without events that are remembered. */
  private static final int MOST_REMEMBERED = 1 << 17;

  private final EncodedEvents.Builder all = new EncodedEvents.Builder();
  private final Map<String, Machine> machines = new HashMap<>();
  private final boolean keepsRecords;
  private long recordBytes;

  /**
   * Creates an empty buffer.
   *
   * @param keepsRecords whether the record of each event is held as well
   */
  BufferedEvents(boolean keepsRecords) {
    this.keepsRecords = keepsRecords;
  }

  /** The positions of one machine's events. */
  static final class Machine {
    private int[] positions = new int[2];
    private int count;
    private int bytes;
    private final List<RawRecord> records = new ArrayList<>(0);

    /** The size of the machine's events, in bytes. */
    int bytes() {
      return bytes;
    }
  }

  /** Adds an event, and returns its machine. */
  Machine add(SourcedEvent sourced) {
    Machine machine = machines.get(sourced.event().machine());
    if (machine == null) {
      machine = new Machine();
      machines.put(sourced.event().machine(), machine);
    }
    if (machine.count == machine.positions.length) {
      machine.positions = Arrays.copyOf(machine.positions, 2 * machine.count);
    }
    int position = all.size();
    all.add(sourced.event());
    machine.positions[machine.count++] = position;
    machine.bytes += all.size() - position;
    if (keepsRecords) {
      machine.records.add(sourced.record());
      recordBytes += sourced.record().bytes().length;
    }
    return machine;
  }

  /** The number of bytes that are held. Events that were taken still count. */
  long bytes() {
    return all.size() + recordBytes;
  }

  /** Returns a machine's events. After that, the machine has no events. */
  SourcedEvents take(Machine machine) {
    SourcedEvents taken =
        new SourcedEvents(all.copy(machine.positions, machine.count), machine.records);
    machine.count = 0;
    machine.bytes = 0;
    machine.records.clear();
    return taken;
  }

  /** The machines; some may have no events. */
  Map<String, Machine> machines() {
    return machines;
  }

  /** Removes all events. Call this after the events of each machine were taken. */
  void clear() {
    if (machines.size() > MOST_REMEMBERED) {
      machines.clear();
    }
    all.clear();
    recordBytes = 0;
  }
}

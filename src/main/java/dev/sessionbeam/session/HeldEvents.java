package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of many machines that are held for a while, in one large array that is used again and
 * again: many small ones would be copied by each collection of the young generation. For the same
 * reason machines are remembered, up to a number.
 */
final class HeldEvents {
  /** So many machines without events are remembered at most. */
  private static final int MOST_REMEMBERED = 1 << 17;

  private final PackedEvents.Builder all = new PackedEvents.Builder();
  private final Map<String, Machine> machines = new HashMap<>();
  private final boolean keepsRecords;
  private long recordBytes;

  /**
   * Nothing yet.
   *
   * @param keepsRecords whether the records that events were are held with them
   */
  HeldEvents(boolean keepsRecords) {
    this.keepsRecords = keepsRecords;
  }

  /** Where the events of one machine are. */
  static final class Machine {
    private int[] positions = new int[2];
    private int count;
    private int bytes;
    private final List<RawRecord> records = new ArrayList<>(0);

    /** How many bytes they take. */
    int bytes() {
      return bytes;
    }
  }

  /** Adds an event, and gives the machine that it is of. */
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

  /** How many bytes are held, those of events that were taken included. */
  long bytes() {
    return all.size() + recordBytes;
  }

  /** Takes a machine's events; the machine has none then. */
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

  /** Forgets the events, once those of each machine were taken. */
  void clear() {
    if (machines.size() > MOST_REMEMBERED) {
      machines.clear();
    }
    all.clear();
    recordBytes = 0;
  }
}

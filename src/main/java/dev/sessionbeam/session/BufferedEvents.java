package dev.sessionbeam.session;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.packing.EventBuffer;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds events of many machines for a while, and emits them by machine.
 *
 * <p>All of them are in a few large arrays that are used again, because every garbage collection of
 * the young generation would copy many small objects. They are put in order when they are emitted:
 * with hundreds of thousands of machines, to look for each event's machine in a map takes longer
 * than everything else that packing does.
 */
final class BufferedEvents {
  private static final int FIRST_EVENTS = 1 << 10;

  private final EventBuffer all = new EventBuffer();
  private final List<RawRecord> records = new ArrayList<>();
  private final boolean keepsRecords;

  /** For each event: its position in the buffer. */
  private int[] positions = new int[FIRST_EVENTS];

  /** For each event: the hash of its machine, and below it the number of the event. */
  private long[] order = new long[FIRST_EVENTS];

  private int count;
  private long recordBytes;

  /** Takes events of one machine. */
  interface Receiver {
    void accept(String machine, SourcedEvents events) throws Exception;
  }

  /**
   * Creates an empty buffer.
   *
   * @param keepsRecords whether the record of each event is held as well
   */
  BufferedEvents(boolean keepsRecords) {
    this.keepsRecords = keepsRecords;
  }

  void add(SourcedEvent sourced) {
    if (count == order.length) {
      positions = Arrays.copyOf(positions, 2 * count);
      order = Arrays.copyOf(order, 2 * count);
    }
    positions[count] = all.add(sourced.event());
    order[count] = (long) sourced.event().machine().hashCode() << Integer.SIZE | count;
    count++;
    if (keepsRecords) {
      records.add(sourced.record());
      recordBytes += sourced.record().bytes().length;
    }
  }

  /** The number of bytes that are held. */
  long bytes() {
    return all.eventBytes() + recordBytes;
  }

  /**
   * Emits all events, and is empty then. The events of a machine keep their order.
   *
   * @param most the events of a machine are emitted at about this many bytes
   */
  void giveOut(int most, Receiver out) throws Exception {
    Arrays.sort(order, 0, count);
    for (int from = 0, to; from < count; from = to) {
      to = endOfHash(from);
      int[] sameHash = new int[to - from];
      for (int i = from; i < to; i++) {
        sameHash[i - from] = (int) order[i];
      }
      giveOut(sameHash, most, out);
    }
    clear();
  }

  private int endOfHash(int from) {
    int to = from + 1;
    while (to < count && order[to] >> Integer.SIZE == order[from] >> Integer.SIZE) {
      to++;
    }
    return to;
  }

  /**
   * Emits the events of one hash, which is nearly always that of one machine. Names with the same
   * hash are easy to invent, so many of them must not cost more than a sort.
   */
  private void giveOut(int[] sameHash, int most, Receiver out) throws Exception {
    if (areOf(sameHash[0], sameHash)) {
      giveOutMachine(sameHash, most, out);
      return;
    }
    int[] byName =
        Arrays.stream(sameHash)
            .boxed()
            .sorted(this::compareMachines) // It is stable, so events keep their order.
            .mapToInt(Integer::intValue)
            .toArray();
    for (int from = 0, to; from < byName.length; from = to) {
      to = from + 1;
      while (to < byName.length && compareMachines(byName[from], byName[to]) == 0) {
        to++;
      }
      giveOutMachine(Arrays.copyOfRange(byName, from, to), most, out);
    }
  }

  private boolean areOf(int first, int[] events) {
    for (int i = 1; i < events.length; i++) {
      if (!all.areOfOneMachine(positions[first], positions[events[i]])) {
        return false;
      }
    }
    return true;
  }

  private void giveOutMachine(int[] events, int most, Receiver out) throws Exception {
    String machine = all.machine(positions[events[0]]);
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < events.length; i++) {
      bytes += all.eventSize(positions[events[i]]);
      if (bytes >= most || i == events.length - 1) {
        out.accept(machine, copy(events, from, i + 1));
        from = i + 1;
        bytes = 0;
      }
    }
  }

  private int compareMachines(int one, int other) {
    return all.compareMachines(positions[one], positions[other]);
  }

  private SourcedEvents copy(int[] events, int from, int to) {
    int[] at = new int[to - from];
    List<RawRecord> own = new ArrayList<>(keepsRecords ? at.length : 0);
    for (int i = from; i < to; i++) {
      at[i - from] = positions[events[i]];
      if (keepsRecords) {
        own.add(records.get(events[i]));
      }
    }
    return new SourcedEvents(all.copy(at), own);
  }

  private void clear() {
    count = 0;
    all.clear();
    records.clear();
    recordBytes = 0;
  }
}

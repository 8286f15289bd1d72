package dev.sessionbeam.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the events of a machine, session by session, into arrays. */
final class MachineBuilder implements EventPacker.Receiver {
  private static final int FIRST_SIZE = 64;

  private final Map<String, Integer> actions = new LinkedHashMap<>();
  private long[] millis = new long[FIRST_SIZE];
  private int[] action = new int[FIRST_SIZE];
  private boolean[] opening = new boolean[FIRST_SIZE];
  private int[] starts = new int[FIRST_SIZE];
  private int size;
  private int sessions;
  private int begun;

  @Override
  public void event(long at, boolean opens, String name) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, 2 * size);
      action = Arrays.copyOf(action, 2 * size);
      opening = Arrays.copyOf(opening, 2 * size);
    }
    Integer known = actions.putIfAbsent(name, actions.size());
    millis[size] = at;
    action[size] = known == null ? actions.size() - 1 : known;
    opening[size] = opens;
    size++;
  }

  /** Returns the number of events so far. */
  int size() {
    return size;
  }

  /** Returns the number of sessions so far. */
  int sessions() {
    return sessions;
  }

  /**
   * Ends a session. One without events is left out.
   *
   * @return whether its events are those that its line says
   */
  boolean endSession(StoredPart.Head head) {
    int first = begun;
    begun = size;
    if (size == first) {
      return false;
    }
    if (sessions == starts.length) {
      starts = Arrays.copyOf(starts, 2 * sessions);
    }
    starts[sessions++] = first;
    return size - first == head.count()
        && millis[first] == head.start()
        && millis[size - 1] == head.end()
        && opening[first] == head.opened();
  }

  MachineEvents build(MachineState before, int kept, LineCounts keptLines, LineCounts lines) {
    return new MachineEvents(
        before,
        List.copyOf(actions.keySet()),
        Arrays.copyOf(millis, size),
        Arrays.copyOf(action, size),
        Arrays.copyOf(opening, size),
        Arrays.copyOf(starts, sessions),
        kept,
        keptLines,
        lines);
  }
}

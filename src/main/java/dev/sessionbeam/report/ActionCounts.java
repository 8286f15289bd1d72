package dev.sessionbeam.report;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Map;

/**
 * How actions follow each other within sessions. Actions are numbers: those of the most frequent
 * actions, and {@link #OTHER} for all others.
 */
final class ActionCounts implements Serializable {
  /** So many actions have numbers of their own. */
  static final int NAMED = 100;

  /** The number of all other actions. */
  static final int OTHER = NAMED;

  /** Stands for the end of a session, as what follows its last event. */
  static final int END = NAMED + 1;

  private static final long serialVersionUID = 1;

  private final long[][] next = new long[NAMED + 1][NAMED + 2];
  private final long[] first = new long[NAMED + 1];
  private final long[] sessions = new long[NAMED + 1];
  private final long[][] pairs = new long[NAMED][NAMED];

  /**
   * Counts sessions of a machine.
   *
   * @param from the first session
   * @param to the one after the last one
   * @param numbers the number of each named action
   */
  void add(MachineEvents machine, int from, int to, Map<String, Integer> numbers) {
    int[] number =
        machine.actions().stream().mapToInt(name -> numbers.getOrDefault(name, OTHER)).toArray();
    for (int session = from; session < to; session++) {
      int begin = machine.start(session);
      int end = machine.end(session);
      BitSet present = new BitSet(NAMED + 1);
      int previous = -1;
      for (int i = begin; i < end; i++) {
        int action = number[machine.action()[i]];
        present.set(action);
        if (previous < 0) {
          first[action]++;
        } else {
          next[previous][action]++;
        }
        previous = action;
      }
      next[previous][END]++;
      addPairs(present);
    }
  }

  private void addPairs(BitSet present) {
    for (int a = present.nextSetBit(0); a >= 0; a = present.nextSetBit(a + 1)) {
      sessions[a]++;
      for (int b = present.nextSetBit(a + 1); b >= 0 && b < NAMED; b = present.nextSetBit(b + 1)) {
        pairs[a][b]++;
      }
    }
  }

  void add(ActionCounts more) {
    add(next, more.next);
    add(pairs, more.pairs);
    for (int i = 0; i <= NAMED; i++) {
      first[i] += more.first[i];
      sessions[i] += more.sessions[i];
    }
  }

  /**
   * Returns the same counts by other numbers.
   *
   * @param numbers the new number of each action that has one
   */
  ActionCounts renumbered(int[] numbers) {
    ActionCounts other = new ActionCounts();
    for (int a = 0; a < numbers.length; a++) {
      other.first[numbers[a]] += first[a];
      other.sessions[numbers[a]] += sessions[a];
      other.next[numbers[a]][END] += next[a][END];
      for (int b = 0; b < numbers.length; b++) {
        other.next[numbers[a]][numbers[b]] += next[a][b];
        // Other actions have no pairs.
        if (a < b && numbers[a] != OTHER && numbers[b] != OTHER) {
          other.pairs[Math.min(numbers[a], numbers[b])][Math.max(numbers[a], numbers[b])] +=
              pairs[a][b];
        }
      }
    }
    return other;
  }

  private static void add(long[][] to, long[][] more) {
    for (int i = 0; i < to.length; i++) {
      for (int j = 0; j < to[i].length; j++) {
        to[i][j] += more[i][j];
      }
    }
  }

  /** Returns how often an action directly follows another in a session; see {@link #END}. */
  long next(int action, int following) {
    return next[action][following];
  }

  /** Returns how many sessions begin with an action. */
  long first(int action) {
    return first[action];
  }

  /** Returns how many sessions end with an action. */
  long last(int action) {
    return next[action][END];
  }

  /** Returns how many events have an action. */
  long events(int action) {
    long events = 0;
    for (long count : next[action]) {
      events += count;
    }
    return events;
  }

  /** Returns how many sessions have an action. */
  long sessions(int action) {
    return sessions[action];
  }

  /** Returns how many sessions have both actions; the first number is the smaller one. */
  long both(int action, int other) {
    return pairs[action][other];
  }
}

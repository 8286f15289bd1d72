package dev.sessionbeam.report;

import dev.sessionbeam.report.LineCounts.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that an output says about one machine, and from it the current events in order. A session's
 * line is current if no line about the session has a higher revision: neither one of its own nor
 * one that replaces it; lines of settled days are current. Its events are current with it. See
 * docs/streaming.md, "Revisions".
 */
final class MachineLines {
  private final List<StoredPart.Head> heads = new ArrayList<>();
  private final Map<UUID, List<StoredPart.Events>> events = new HashMap<>();
  private final int keptDay;
  private final LineCounts keptLines = new LineCounts();
  private final LineCounts lines = new LineCounts();
  private MachineState before;

  /**
   * Creates a machine without lines.
   *
   * @param keptDay the last day whose state is kept, in days since the epoch
   */
  MachineLines(String machine, int keptDay) {
    this.keptDay = keptDay;
    this.before = MachineState.none(machine);
  }

  void add(StoredPart part) {
    if (part instanceof StoredPart.Head head) {
      heads.add(head);
    } else if (part instanceof StoredPart.Events some) {
      events.computeIfAbsent(some.about().session(), any -> new ArrayList<>()).add(some);
      linesOf(some.about()).add(Kind.EVENTS_SUPERSEDED, some.count());
    } else if (part instanceof MachineState state) {
      before = state;
    }
  }

  private LineCounts linesOf(StoredPart.About about) {
    return about.day() <= keptDay ? keptLines : lines;
  }

  /**
   * Returns the current events.
   *
   * @param replaced the sessions that settled days replace, and the highest revision that does so
   */
  MachineEvents current(Map<String, Integer> replaced) {
    MachineBuilder machine = new MachineBuilder();
    int kept = 0;
    for (StoredPart.Head head : currentHeads(replaced)) {
      int first = machine.size();
      for (StoredPart.Events part : eventsOf(head)) {
        EventPacker.unpack(part.packed(), part.count(), machine);
      }
      int count = machine.size() - first;
      LineCounts own = linesOf(head.about());
      own.add(Kind.EVENTS_CURRENT, count);
      own.add(Kind.EVENTS_SUPERSEDED, -count);
      if (!machine.endSession(head)) {
        own.add(Kind.SESSIONS_THAT_DIFFER, 1);
      }
      kept = head.about().day() <= keptDay ? machine.sessions() : kept;
    }
    return machine.build(withReplaced(), kept, keptLines, lines);
  }

  /** The state before, with what lines of kept days replace: these are not read again. */
  private MachineState withReplaced() {
    Map<UUID, Integer> replaced = new HashMap<>(before.replaced());
    for (StoredPart.Head head : heads) {
      if (head.about().day() <= keptDay && !head.about().settled()) {
        int revision = head.about().revision();
        head.replaces().forEach(id -> replaced.merge(id, revision, Math::max));
      }
    }
    return new MachineState(before.machine(), before.sessions(), before.cuts(), replaced);
  }

  private List<StoredPart.Head> currentHeads(Map<String, Integer> replaced) {
    Map<UUID, Integer> newest = new HashMap<>(before.replaced());
    for (StoredPart.Head head : heads) {
      if (!head.about().settled()) {
        int revision = head.about().revision();
        newest.merge(head.about().session(), revision, Math::max);
        head.replaces().forEach(id -> newest.merge(id, revision, Math::max));
      }
    }
    List<StoredPart.Head> current = new ArrayList<>();
    for (StoredPart.Head head : heads) {
      UUID id = head.about().session();
      int last =
          Math.max(
              newest.getOrDefault(id, -1),
              replaced.isEmpty() ? -1 : replaced.getOrDefault(id.toString(), -1));
      LineCounts own = linesOf(head.about());
      if (head.about().settled() || head.about().revision() == last) {
        current.add(head);
        own.add(Kind.SESSIONS_CURRENT, 1);
        own.add(Kind.SESSIONS_REVISED, head.about().revision() > 0 ? 1 : 0);
      } else {
        own.add(Kind.SESSIONS_SUPERSEDED, 1);
      }
    }
    current.sort(
        Comparator.comparingInt((StoredPart.Head head) -> head.about().day())
            .thenComparingLong(StoredPart.Head::start)
            .thenComparing(head -> head.about().session()));
    return current;
  }

  private List<StoredPart.Events> eventsOf(StoredPart.Head head) {
    return events.getOrDefault(head.about().session(), List.of()).stream()
        .filter(part -> part.about().equals(head.about()))
        .sorted(Comparator.comparingInt(StoredPart.Events::first))
        .toList();
  }
}

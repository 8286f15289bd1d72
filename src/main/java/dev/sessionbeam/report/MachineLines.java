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

  void add(StoredPart part) {
    if (part instanceof StoredPart.Head head) {
      heads.add(head);
    } else if (part instanceof StoredPart.Events some) {
      events.computeIfAbsent(some.id(), any -> new ArrayList<>()).add(some);
    }
  }

  /**
   * Returns the current events.
   *
   * @param replaced the sessions that settled days replace, and the highest revision that does so
   */
  MachineEvents current(Map<String, Integer> replaced) {
    LineCounts lines = new LineCounts();
    MachineBuilder machine = new MachineBuilder();
    long found = 0;
    for (StoredPart.Head head : currentHeads(replaced, lines)) {
      int before = machine.size();
      for (StoredPart.Events part : eventsOf(head)) {
        EventPacker.unpack(part.packed(), part.count(), machine);
      }
      int count = machine.size() - before;
      found += count;
      if (!machine.endSession(head)) {
        lines.add(Kind.SESSIONS_THAT_DIFFER, 1);
      }
    }
    long all =
        events.values().stream().flatMap(List::stream).mapToLong(StoredPart.Events::count).sum();
    lines.add(Kind.EVENTS_CURRENT, found);
    lines.add(Kind.EVENTS_SUPERSEDED, all - found);
    return machine.build(lines);
  }

  private List<StoredPart.Head> currentHeads(Map<String, Integer> replaced, LineCounts lines) {
    Map<UUID, Integer> newest = new HashMap<>();
    for (StoredPart.Head head : heads) {
      if (!head.settled()) {
        newest.merge(head.id(), head.revision(), Math::max);
        head.replaces().forEach(id -> newest.merge(id, head.revision(), Math::max));
      }
    }
    List<StoredPart.Head> current = new ArrayList<>();
    for (StoredPart.Head head : heads) {
      int last =
          Math.max(
              newest.getOrDefault(head.id(), -1),
              replaced.isEmpty() ? -1 : replaced.getOrDefault(head.id().toString(), -1));
      if (head.settled() || head.revision() == last) {
        current.add(head);
        lines.add(Kind.SESSIONS_CURRENT, 1);
        lines.add(Kind.SESSIONS_REVISED, head.revision() > 0 ? 1 : 0);
      } else {
        lines.add(Kind.SESSIONS_SUPERSEDED, 1);
      }
    }
    current.sort(
        Comparator.comparingLong(StoredPart.Head::start).thenComparing(StoredPart.Head::id));
    return current;
  }

  private List<StoredPart.Events> eventsOf(StoredPart.Head head) {
    return events.getOrDefault(head.id(), List.of()).stream()
        .filter(part -> part.revision() == head.revision() && part.settled() == head.settled())
        .sorted(Comparator.comparingInt(StoredPart.Events::first))
        .toList();
  }
}

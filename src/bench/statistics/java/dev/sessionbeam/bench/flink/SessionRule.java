package dev.sessionbeam.bench.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Cuts a machine's events into sessions: docs/semantics.md, section 3, for Nitro's definition. */
final class SessionRule {
  /** A pause of this many milliseconds splits. */
  static final long GAP = Duration.ofMinutes(30).toMillis();

  private static final long DAY = Duration.ofDays(1).toMillis();

  private SessionRule() {}

  /** Returns events in the order in which they are cut. Of duplicates, it returns one. */
  static List<NitroEvent> sortedWithoutDuplicates(Iterable<NitroEvent> events) {
    List<NitroEvent> all = new ArrayList<>();
    events.forEach(all::add);
    all.sort(NitroEvent.COPIES_TOGETHER);
    List<NitroEvent> kept = new ArrayList<>(all.size());
    NitroEvent last = null;
    for (NitroEvent event : all) {
      if (last == null || !event.isCopyOf(last)) {
        kept.add(event);
        last = event;
      }
    }
    kept.sort(NitroEvent.IN_ORDER);
    return kept;
  }

  /** Returns the sessions of events that are in order and without duplicates. */
  static List<List<NitroEvent>> cut(List<NitroEvent> sorted) {
    List<List<NitroEvent>> sessions = new ArrayList<>();
    for (int start = 0; start < sorted.size(); ) {
      int end = endOfSession(sorted, start);
      sessions.add(sorted.subList(start, end));
      start = end;
    }
    return sessions;
  }

  /** Returns the index after the last event of the session that starts at an index. */
  private static int endOfSession(List<NitroEvent> sorted, int start) {
    long startMillis = sorted.get(start).millis;
    NitroEvent before = sorted.get(start);
    for (int i = start + 1; i < sorted.size(); i++) {
      NitroEvent event = sorted.get(i);
      boolean paused = event.millis - before.millis >= GAP;
      boolean opens = event.opening && !(before.opening && before.millis == event.millis);
      long midnight = event.millis - event.millis % DAY;
      boolean capped = midnight > before.millis && midnight - startMillis >= DAY / 2;
      if (paused || opens || capped) {
        return i;
      }
      before = event;
    }
    return sorted.size();
  }

  /** Returns the watermark at which no further event can join a session, if all come in time. */
  static long completeAt(long lastMillis) {
    // Flink's watermark is the last instant that has passed.
    return lastMillis + GAP - 1;
  }
}

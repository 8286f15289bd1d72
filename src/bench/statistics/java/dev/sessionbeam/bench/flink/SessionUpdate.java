package dev.sessionbeam.bench.flink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to write of a machine, now that the watermark has advanced: sessions that are complete, and
 * written sessions that have changed.
 *
 * @param toWrite the sessions to write, in order
 * @param replaced the written sessions in whose place they come
 * @param waiting the events that go on waiting, in order
 * @param wakesAt the watermark at which the first session of these events is complete
 * @param reach an event before this instant may change a written session, and no other event
 */
record SessionUpdate(
    List<WrittenSession> toWrite,
    List<WrittenSession> replaced,
    List<NitroEvent> waiting,
    long wakesAt,
    long reach) {
  /** The reach if nothing is written. */
  static final long NOTHING_WRITTEN = Long.MIN_VALUE;

  /**
   * Cuts all events again, and compares the sessions with those that were written.
   *
   * @param written the written sessions that may still change; none if no event is in their reach
   * @param waiting the events that are in no written session; in any order
   * @param reach the reach of everything that is written
   * @param watermark the last instant that has passed
   */
  static SessionUpdate of(
      Collection<WrittenSession> written, List<NitroEvent> waiting, long reach, long watermark) {
    TreeMap<Long, WrittenSession> byStart = new TreeMap<>();
    List<NitroEvent> all = new ArrayList<>(waiting);
    for (WrittenSession session : written) {
      byStart.put(session.start(), session);
      all.addAll(Arrays.asList(session.events));
    }
    List<WrittenSession> toWrite = new ArrayList<>();
    TreeMap<Long, WrittenSession> replaced = new TreeMap<>();
    List<NitroEvent> left = new ArrayList<>();
    long wakesAt = Long.MAX_VALUE;
    long lastEnd = written.stream().mapToLong(WrittenSession::end).max().orElse(NOTHING_WRITTEN);
    for (List<NitroEvent> session : SessionRule.cut(SessionRule.sortedWithoutDuplicates(all))) {
      long end = session.get(session.size() - 1).millis;
      Map<Long, WrittenSession> before = sharing(byStart, session.get(0).millis, end);
      if (before.isEmpty() && SessionRule.completeAt(end) > watermark) {
        left.addAll(session);
        wakesAt = Math.min(wakesAt, SessionRule.completeAt(end));
      } else if (before.values().stream().noneMatch(old -> old.hasEvents(session))) {
        toWrite.add(WrittenSession.of(session, before.values()));
        replaced.putAll(before);
        lastEnd = Math.max(lastEnd, end);
      }
    }
    return new SessionUpdate(
        toWrite, List.copyOf(replaced.values()), left, wakesAt, reach(reach, lastEnd, left));
  }

  /** Returns the written sessions that share an instant with a session. */
  private static Map<Long, WrittenSession> sharing(
      TreeMap<Long, WrittenSession> byStart, long start, long end) {
    Map.Entry<Long, WrittenSession> earlier = byStart.floorEntry(start);
    boolean reachesIn = earlier != null && earlier.getValue().end() >= start;
    return byStart.subMap(reachesIn ? earlier.getKey() : start, true, end, true);
  }

  private static long reach(long before, long lastEnd, List<NitroEvent> left) {
    if (lastEnd == NOTHING_WRITTEN) {
      return before;
    }
    long gapAfter = lastEnd + SessionRule.GAP;
    // The first of the events that wait starts a session. What comes after it joins that one.
    boolean follows = !left.isEmpty() && left.get(0).millis > lastEnd;
    return follows ? Math.min(gapAfter, left.get(0).millis) : gapAfter;
  }

  /** Returns how many events were written for the first time. */
  int written() {
    return size(toWrite) - size(replaced);
  }

  private static int size(List<WrittenSession> sessions) {
    return sessions.stream().mapToInt(session -> session.events.length).sum();
  }
}

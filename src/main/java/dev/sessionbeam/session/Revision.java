package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The changes that a cut makes to the sessions that were emitted before for the same events. Only
 * this class decides which sessions are written again, with which revision, and which sessions are
 * no longer valid.
 *
 * <p>Why revisions of different sessions can be compared: all events of one instant are in one
 * session. If a session shares an instant with an emitted session, its revision is higher than all
 * revisions that were emitted for these events. So for each instant, the line with the highest
 * revision is the valid one.
 *
 * @param sessions the sessions to write now
 * @param duplicates the number of new duplicates
 * @param superseded the emitted sessions that are no longer valid
 */
record Revision(List<RevisedSession> sessions, long duplicates, List<Session> superseded) {

  /**
   * Computes the changes that a cut makes.
   *
   * @param emitted the events whose sessions were emitted; all of them are in the cut
   */
  static Revision of(List<EventGroup.Emitted> emitted, String machine, SessionCutter.Cut cut) {
    if (emitted.isEmpty()) {
      return new Revision(
          cut.sessions().stream().map(RevisedSession::first).toList(), cut.duplicates(), List.of());
    }
    TreeMap<Long, Session> before = new TreeMap<>();
    int next = 0;
    long known = 0;
    for (EventGroup.Emitted earlier : emitted) {
      SessionCutter.Cut then =
          new SessionCutter(earlier.rules()).cut(earlier.events().toList(machine));
      then.sessions().forEach(session -> before.put(session.start(), session));
      next = Math.max(next, earlier.revision() + 1);
      known += then.duplicates();
    }
    List<RevisedSession> changed = new ArrayList<>();
    Set<Session> superseded = new LinkedHashSet<>(before.values());
    for (Session session : cut.sessions()) {
      Collection<Session> shared = sharing(session, before);
      if (shared.stream().findFirst().filter(session::equals).isPresent()) {
        superseded.remove(session);
        continue;
      }
      List<Long> replaced =
          shared.stream().map(Session::start).filter(start -> start > session.start()).toList();
      changed.add(new RevisedSession(session, shared.isEmpty() ? 0 : next, replaced));
    }
    return new Revision(changed, cut.duplicates() - known, List.copyOf(superseded));
  }

  /** The emitted sessions that share an instant with a session, in order. */
  private static Collection<Session> sharing(Session session, TreeMap<Long, Session> before) {
    Map.Entry<Long, Session> earlier = before.floorEntry(session.start());
    boolean reachesIn = earlier != null && earlier.getValue().end() >= session.start();
    long from = reachesIn ? earlier.getKey() : session.start();
    return before.subMap(from, true, session.end(), true).values();
  }
}

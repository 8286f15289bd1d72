package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a cut changes of the sessions that were given out before of the same events: the one place
 * that says which sessions are written again, under which revision, and which are void.
 *
 * <p>Why the numbers are safe to compare across sessions: of one instant, all events are in one
 * session, and the revision of a session that shares an instant with one given out before is above
 * all that were given out of these events. So whichever line about an instant has the highest
 * revision is the one that holds.
 *
 * @param sessions what has to be written now
 * @param duplicates how many copies of events are new
 * @param superseded the sessions that were given out and hold no more
 */
record Revision(List<RevisedSession> sessions, long duplicates, List<Session> superseded) {

  /**
   * Works out what a cut changes.
   *
   * @param given the events of which sessions were given out; all of them are in the cut
   */
  static Revision of(List<EventGroup.Given> given, String machine, SessionCutter.Cut cut) {
    if (given.isEmpty()) {
      return new Revision(
          cut.sessions().stream().map(RevisedSession::first).toList(), cut.duplicates(), List.of());
    }
    TreeMap<Long, Session> before = new TreeMap<>();
    int next = 0;
    long known = 0;
    for (EventGroup.Given earlier : given) {
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

  /** The sessions given out before that share an instant with one, in order. */
  private static Collection<Session> sharing(Session session, TreeMap<Long, Session> before) {
    Map.Entry<Long, Session> earlier = before.floorEntry(session.start());
    boolean reachesIn = earlier != null && earlier.getValue().end() >= session.start();
    long from = reachesIn ? earlier.getKey() : session.start();
    return before.subMap(from, true, session.end(), true).values();
  }
}

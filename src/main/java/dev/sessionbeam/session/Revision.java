package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pane changes of what was written of its machine: the one place that says which sessions
 * are written again, under which revision, and which are void.
 *
 * <p>Why the numbers are safe to compare across sessions: of one instant, all events are in one
 * session, and a session's revision is above that of each written one with which it shares an
 * instant. So whichever line about an instant has the highest revision is the one that holds.
 *
 * @param written what is written of the machine from now on
 * @param sessions what has to be written now
 * @param duplicates how many copies of events this pane brought
 * @param superseded the written sessions that hold no more
 */
record Revision(
    List<WrittenWindow> written,
    List<RevisedSession> sessions,
    long duplicates,
    List<WrittenSession> superseded) {

  /**
   * Works out what a pane changes.
   *
   * @param written what was written of the machine so far
   * @param pane of a window that holds, of each written window that it overlaps, all events
   */
  static Revision of(List<WrittenWindow> written, CutPane pane) {
    List<WrittenWindow> touched =
        written.stream().filter(w -> w.overlaps(pane.start(), pane.last())).toList();
    TreeMap<Long, WrittenSession> before = new TreeMap<>();
    touched.forEach(window -> window.sessions().forEach(s -> before.put(s.start(), s)));
    List<WrittenSession> now = new ArrayList<>();
    List<RevisedSession> changed = new ArrayList<>();
    Set<WrittenSession> superseded = new LinkedHashSet<>(before.values());
    for (Session session : pane.sessions()) {
      WrittenSession fresh = WrittenSession.of(session);
      Collection<WrittenSession> shared = sharing(fresh, before);
      WrittenSession first = shared.stream().findFirst().orElse(null);
      if (first != null && first.hasTheEventsOf(fresh)) {
        now.add(first);
        superseded.remove(first);
        continue;
      }
      int revision = shared.stream().mapToInt(s -> s.revision() + 1).max().orElse(0);
      List<Long> replaced =
          shared.stream()
              .map(WrittenSession::start)
              .filter(start -> start > fresh.start())
              .toList();
      changed.add(new RevisedSession(session, revision, replaced));
      now.add(fresh.as(revision));
    }
    List<WrittenWindow> after = without(touched, written);
    after.add(new WrittenWindow(pane.start(), pane.last(), pane.given(), now));
    long known = touched.stream().mapToLong(WrittenWindow::duplicates).sum();
    return new Revision(after, changed, pane.duplicates() - known, List.copyOf(superseded));
  }

  private static List<WrittenWindow> without(
      List<WrittenWindow> touched, List<WrittenWindow> written) {
    List<WrittenWindow> left = new ArrayList<>(written);
    left.removeAll(touched);
    return left;
  }

  /** The written sessions that share an instant with a fresh one, in order. */
  private static Collection<WrittenSession> sharing(
      WrittenSession fresh, TreeMap<Long, WrittenSession> before) {
    Map.Entry<Long, WrittenSession> ahead = before.floorEntry(fresh.start());
    boolean reachesIn = ahead != null && ahead.getValue().end() >= fresh.start();
    long from = reachesIn ? ahead.getKey() : fresh.start();
    return before.subMap(from, true, fresh.end(), true).values();
  }
}

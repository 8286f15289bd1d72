package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the windows of a machine that must become one. It is harmless to join a window that follows
 * within the gap, because {@link SessionCutter} cuts the joined events. It is never harmless to
 * keep events of one session apart. (It would not be harmless to join across a pause: the cap
 * counts from the start.) So two windows join if they overlap, or if the later one follows within
 * the gap and does not certainly open a session.
 *
 * <p>A window certainly opens a session if all events at its start are opening events. If one of
 * them is not, the opening events may be duplicates of it; the cut leaves them out, and no opening
 * event remains. (This happens if a client sends an event again with another action.)
 */
final class WindowMerge {
  private static final Comparator<SessionWindow> ORDER =
      Comparator.comparingLong(SessionWindow::start).thenComparing(SessionWindow::opens);

  private final SessionRules rules;

  WindowMerge(SessionRules rules) {
    this.rules = rules;
  }

  /** Windows to merge, and the window that they become. */
  record Group(List<SessionWindow> members, SessionWindow merged) {
    Group {
      members = List.copyOf(members);
    }
  }

  /** The groups of two or more windows. A window that stays alone is in no group. */
  List<Group> groups(Collection<SessionWindow> windows) {
    return groups(windows, 2);
  }

  /** All groups in order, including groups of one window. */
  List<Group> partition(Collection<SessionWindow> windows) {
    return groups(windows, 1);
  }

  private List<Group> groups(Collection<SessionWindow> windows, int fewest) {
    List<SessionWindow> sorted = new ArrayList<>(windows);
    sorted.sort(ORDER);
    List<Group> groups = new ArrayList<>();
    for (int from = 0, to; from < sorted.size(); from = to) {
      SessionWindow merged = sorted.get(from);
      to = from + 1;
      while (to < sorted.size() && joins(merged, sorted.get(to))) {
        merged = merged.span(sorted.get(to));
        to++;
      }
      if (to - from >= fewest) {
        groups.add(new Group(sorted.subList(from, to), merged));
      }
    }
    return groups;
  }

  /** Whether a window joins the window before it, which does not start later. */
  private boolean joins(SessionWindow before, SessionWindow next) {
    if (next.start() <= before.last()) {
      return true;
    }
    if (next.opens() || next.start() >= before.last() + rules.gapMillis()) {
      return false;
    }
    return !rules.capSplits(before.start(), before.last(), next.start())
        || openedTooLateForTheCap(before, next);
  }

  /**
   * Whether the window before may have an opening event that came out of order and started a new
   * session, too late for this multiple of the cap to cut it.
   */
  private boolean openedTooLateForTheCap(SessionWindow before, SessionWindow next) {
    long cap = rules.maxDurationMillis();
    long opening = before.lastOpening();
    return opening != SessionWindow.NO_OPENING
        && 2 * (rules.lastMultiple(next.start()) - opening) < cap;
  }
}

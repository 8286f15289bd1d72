package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which windows of a machine have to become one. Joining what follows within the gap is harmless,
 * since {@link SessionCutter} cuts what was joined; keeping apart what belongs to one session never
 * is. (Joining over a pause would not be: the cap is counted from the start.) So windows join
 * wherever they overlap, or the later one follows within the gap without opening a session for
 * sure.
 *
 * <p>For sure: all events at its start open. Where one of them does not, the others may be copies
 * of it that the cut leaves out, and no opening is left (a client that sends an event again with
 * another action).
 */
final class WindowMerge {
  private static final Comparator<SessionWindow> ORDER =
      Comparator.comparingLong(SessionWindow::start).thenComparing(SessionWindow::opens);

  private final SessionRules rules;

  WindowMerge(SessionRules rules) {
    this.rules = rules;
  }

  /** Windows to be merged, and what they become. */
  record Group(List<SessionWindow> members, SessionWindow merged) {
    Group {
      members = List.copyOf(members);
    }
  }

  /** The groups of two and more; a window that stays alone is in none. */
  List<Group> groups(Collection<SessionWindow> windows) {
    List<Group> groups = partition(windows);
    groups.removeIf(group -> group.members().size() == 1);
    return groups;
  }

  /** All groups in order, those of one window among them. */
  List<Group> partition(Collection<SessionWindow> windows) {
    List<SessionWindow> sorted = new ArrayList<>(windows);
    sorted.sort(ORDER);
    List<Group> groups = new ArrayList<>();
    List<SessionWindow> members = new ArrayList<>();
    SessionWindow merged = null;
    for (SessionWindow window : sorted) {
      if (merged != null && joins(merged, window)) {
        merged = merged.span(window);
      } else {
        if (merged != null) {
          groups.add(new Group(members, merged));
        }
        members.clear();
        merged = window;
      }
      members.add(window);
    }
    if (merged != null) {
      groups.add(new Group(members, merged));
    }
    return groups;
  }

  /** Whether a window joins the one before it, which starts no later. */
  private boolean joins(SessionWindow before, SessionWindow next) {
    if (next.start() <= before.last()) {
      return true;
    }
    if (next.opens() || next.start() >= before.last() + rules.gapMillis()) {
      return false;
    }
    return !rules.capParts(before.start(), before.last(), next.start())
        || openedTooLateForTheCap(before, next);
  }

  /**
   * An opening that came out of order may have started the session anew, too late for this multiple
   * of the cap.
   */
  private boolean openedTooLateForTheCap(SessionWindow before, SessionWindow next) {
    long cap = rules.maxDurationMillis();
    long opening = before.lastOpening();
    return opening != SessionWindow.NO_OPENING
        && 2 * (rules.lastMultiple(next.start()) - opening) < cap;
  }
}

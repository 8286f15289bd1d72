package dev.sessionbeam.session;

import java.util.List;

/**
 * All that one firing of a window holds, cut into sessions. Panes accumulate: a later one of the
 * same window, or of a window that swallowed it, holds all events of the earlier ones.
 *
 * @param start the window's first instant, in milliseconds since the epoch
 * @param last the window's last instant
 * @param isLast whether the window is gone, and no other pane of it will come
 * @param given how many events there were, copies included
 * @param sessions in order, without copies
 */
record CutPane(long start, long last, boolean isLast, long given, List<Session> sessions) {
  CutPane {
    sessions = List.copyOf(sessions);
  }

  /** The last pane of a window that has nothing to say that it has not said before. */
  static CutPane farewell(long start, long last) {
    return new CutPane(start, last, true, 0, List.of());
  }

  boolean isFarewell() {
    return isLast && sessions.isEmpty();
  }

  long duplicates() {
    return given - sessions.stream().mapToLong(session -> session.events().size()).sum();
  }
}

package dev.sessionbeam.session;

import java.util.List;

/**
 * All that one firing of a window holds, cut into sessions. Panes accumulate: a later one of the
 * same window, or of a window that swallowed it, holds all events of the earlier ones.
 *
 * @param start the window's first instant, in milliseconds since the epoch
 * @param last the window's last instant
 * @param given how many events there were, copies included
 * @param sessions in order, without copies
 */
record CutPane(long start, long last, long given, List<Session> sessions) {
  CutPane {
    sessions = List.copyOf(sessions);
  }

  long duplicates() {
    return given - sessions.stream().mapToLong(session -> session.events().size()).sum();
  }
}

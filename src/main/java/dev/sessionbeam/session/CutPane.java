package dev.sessionbeam.session;

import java.util.List;

/**
 * All events of a window so far, cut into sessions.
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

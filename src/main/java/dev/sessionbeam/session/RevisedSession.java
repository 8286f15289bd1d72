package dev.sessionbeam.session;

import java.util.List;

/**
 * A session to write, for the first time or again.
 *
 * @param revision 0 if no session was written before that shares an instant with this one;
 *     otherwise higher than the revision of every session that was written for the same window
 * @param replacedStarts the starts of the machine's written sessions that no longer exist because
 *     their events belong to this session; in milliseconds since the epoch, in order
 */
public record RevisedSession(Session session, int revision, List<Long> replacedStarts) {
  public RevisedSession {
    replacedStarts = List.copyOf(replacedStarts);
  }

  /** A session that is written for the first time. */
  public static RevisedSession first(Session session) {
    return new RevisedSession(session, 0, List.of());
  }
}

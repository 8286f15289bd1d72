package dev.sessionbeam.explain;

import dev.sessionbeam.session.StartReason;
import dev.sessionbeam.settle.StoredSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of an output, with all its lines.
 *
 * @param id the session's id
 * @param lines its own lines, the newest revision first
 * @param current whether the session exists: the first line counts, unless a later revision of
 *     another session has replaced it
 * @param replacedBy the line of the other session; null if none has replaced this one, or if it is
 *     of a settled day, whose lines no longer say so
 * @param reason why it starts, from the machine's current session before it; {@link
 *     StartReason#FIRST_EVENT} if there is none; null if the session is not current
 * @param pauseMillis the time since that session ended; null if there is none
 */
public record WrittenSession(
    String id,
    List<StoredSession> lines,
    boolean current,
    @Nullable StoredSession replacedBy,
    @Nullable StartReason reason,
    @Nullable Long pauseMillis) {
  public WrittenSession {
    lines = List.copyOf(lines);
  }

  /** The line of the newest revision. */
  public StoredSession newest() {
    return lines.get(0);
  }
}

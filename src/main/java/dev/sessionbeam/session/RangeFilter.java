package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;

/**
 * Keeps what is of sessions that begin in a range, and counts the other events: those ahead of the
 * range's first session, and those behind its last. Copies of an event are where it is, since a
 * session holds all events of an instant or none; so what days count one by one adds up to what
 * they count together.
 */
public final class RangeFilter implements Serializable {
  private final Counter before = SessionCounters.of(SessionCounters.BEFORE_RANGE);
  private final Counter after = SessionCounters.of(SessionCounters.AFTER_RANGE);
  private final SessionRange range;

  public RangeFilter(SessionRange range) {
    this.range = range;
  }

  /** Whether an event of this instant is needed to cut the range's sessions; if not, it counts. */
  public boolean needs(long millis) {
    if (range.needs(millis)) {
      return true;
    }
    (millis < range.from() ? before : after).inc();
    return false;
  }

  /**
   * Of a machine's cut, what is of the range; the rest counts.
   *
   * @param events all that went into the cut
   */
  SessionCutter.Cut keep(SessionCutter.Cut cut, List<Event> events) {
    List<Session> kept =
        cut.sessions().stream()
            .filter(session -> session.start() >= range.from() && session.start() < range.to())
            .toList();
    long first = firstStart(cut, range.from());
    long behind = firstStart(cut, range.to());
    long given = 0;
    for (Event event : events) {
      if (event.millis() < first) {
        before.inc();
      } else if (event.millis() >= behind) {
        after.inc();
      } else {
        given++;
      }
    }
    long written = kept.stream().mapToLong(session -> session.events().size()).sum();
    return new SessionCutter.Cut(kept, given, given - written);
  }

  /** Where the first session begins of those that begin at an instant or later. */
  private static long firstStart(SessionCutter.Cut cut, long millis) {
    return cut.sessions().stream()
        .mapToLong(Session::start)
        .filter(start -> start >= millis)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}

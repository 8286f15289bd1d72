package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;

/**
 * Keeps the sessions that begin in a range, and counts all other events: those before the first
 * session of the range, and those after the last one. A duplicate is counted with its event,
 * because a session has all events of an instant or none. So the counts of single days add up to
 * the count of all these days.
 */
public final class RangeFilter implements Serializable {
  private final Counter before = SessionCounters.of(SessionCounters.BEFORE_RANGE);
  private final Counter after = SessionCounters.of(SessionCounters.AFTER_RANGE);
  private final SessionRange range;

  public RangeFilter(SessionRange range) {
    this.range = range;
  }

  /**
   * Counts an event at this instant, unless it is needed to cut the range's sessions.
   *
   * @return whether the event is needed
   */
  public boolean keepOrCount(long millis) {
    if (range.needs(millis)) {
      return true;
    }
    (millis < range.from() ? before : after).inc();
    return false;
  }

  /**
   * Returns the part of a machine's cut that is in the range. All other events are counted.
   *
   * @param events all events that went into the cut
   */
  public SessionCutter.Cut keep(SessionCutter.Cut cut, List<Event> events) {
    List<Session> kept =
        cut.sessions().stream()
            .filter(session -> session.start() >= range.from() && session.start() < range.to())
            .toList();
    long first = firstStart(cut, range.from());
    long end = firstStart(cut, range.to());
    long inRange = 0;
    for (Event event : events) {
      if (event.millis() < first) {
        before.inc();
      } else if (event.millis() >= end) {
        after.inc();
      } else {
        inRange++;
      }
    }
    long written = kept.stream().mapToLong(session -> session.events().size()).sum();
    return new SessionCutter.Cut(kept, inRange, inRange - written);
  }

  /** The start of the first session that begins at an instant or later. */
  private static long firstStart(SessionCutter.Cut cut, long millis) {
    return cut.sessions().stream()
        .mapToLong(Session::start)
        .filter(start -> start >= millis)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}

package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Events of one machine, in any order, to its sessions, copies of events left out. SEMANTICS,
 * section 2 step 5 and section 3; where a session starts, {@link SessionStarts} says.
 */
public final class SessionCutter {
  private static final Comparator<Event> SMALLEST_COPY_FIRST =
      Comparator.comparingLong(Event::millis)
          .thenComparing(Event::id, Arrays::compareUnsigned)
          .thenComparing(Event::json, Arrays::compareUnsigned)
          .thenComparing(Event::opening, Comparator.reverseOrder());

  private final SessionRules rules;

  public SessionCutter(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * What a cut gives.
   *
   * @param sessions in order
   * @param given how many events went in
   * @param duplicates how many copies of events were left out
   */
  public record Cut(List<Session> sessions, long given, long duplicates) {
    public Cut {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * The sessions of a machine.
   *
   * @param events all of one machine; the answer depends on which they are, never on their order
   */
  public Cut cut(Iterable<Event> events) {
    List<Event> sorted = new ArrayList<>();
    events.forEach(sorted::add);
    int given = sorted.size();
    List<Event> kept = withoutCopies(sorted);
    return new Cut(sessions(kept), given, given - kept.size());
  }

  /**
   * The events in order, and of those with the same id and instant the one with the smallest bytes.
   * Copies that differ in whether they open stand apart in the order, hence a sort by id first.
   */
  private static List<Event> withoutCopies(List<Event> events) {
    events.sort(SMALLEST_COPY_FIRST);
    List<Event> kept = new ArrayList<>(events.size());
    Event last = null;
    for (Event event : events) {
      if (last == null
          || event.millis() != last.millis()
          || !Arrays.equals(event.id(), last.id())) {
        kept.add(event);
        last = event;
      }
    }
    kept.sort(Event.ORDER);
    return kept;
  }

  private List<Session> sessions(List<Event> events) {
    List<Session> sessions = new ArrayList<>();
    List<Event> session = new ArrayList<>();
    SessionStarts starts = new SessionStarts(rules);
    for (Event event : events) {
      if (starts.next(event.millis(), event.opening()) && !session.isEmpty()) {
        sessions.add(new Session(session));
        session.clear();
      }
      session.add(event);
    }
    if (!session.isEmpty()) {
      sessions.add(new Session(session));
    }
    return sessions;
  }
}

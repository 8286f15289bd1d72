package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one machine, in any order, to its sessions: the one place that says where a session
 * starts. SEMANTICS, section 2 step 5 and section 3.
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
    Long openedAt = null;
    for (Event event : events) {
      if (!session.isEmpty() && starts(event, session, openedAt)) {
        sessions.add(new Session(session));
        session.clear();
      }
      if (event.opening()) {
        openedAt = event.millis();
      }
      session.add(event);
    }
    if (!session.isEmpty()) {
      sessions.add(new Session(session));
    }
    return sessions;
  }

  /** Whether the event starts a new session, given the one that it would join. */
  private boolean starts(Event event, List<Event> session, @Nullable Long openedAt) {
    long previous = session.get(session.size() - 1).millis();
    boolean paused = event.millis() - previous >= rules.gapMillis();
    boolean opens = event.opening() && (openedAt == null || openedAt != event.millis());
    return paused || opens || rules.capParts(session.get(0).millis(), previous, event.millis());
  }
}

package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the events of one machine, in any order, into its sessions. Duplicates are left out. {@link
 * SessionStartRule} decides where a session starts. See docs/semantics.md, section 2 step 5 and
 * section 3.
 */
public final class SessionCutter {
  private static final Comparator<Event> SMALLEST_DUPLICATE_FIRST =
      Comparator.comparingLong(Event::millis)
          .thenComparing(Event::id, Arrays::compareUnsigned)
          .thenComparing(Event::json, Arrays::compareUnsigned)
          .thenComparing(Event::opening, Comparator.reverseOrder());

  private final SessionRules rules;
  private final @Nullable CutListener listener;

  public SessionCutter(SessionRules rules) {
    this(rules, null);
  }

  /** Creates a cutter that tells a listener what it does; null for no listener. */
  public SessionCutter(SessionRules rules, @Nullable CutListener listener) {
    this.rules = rules;
    this.listener = listener;
  }

  /**
   * The result of a cut.
   *
   * @param sessions the sessions, in order
   * @param given the number of events that went in
   * @param duplicates the number of duplicates that were left out
   */
  public record Cut(List<Session> sessions, long given, long duplicates) {
    public Cut {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * Cuts the events of a machine.
   *
   * @param events all events of one machine; the result does not depend on their order
   */
  public Cut cut(Iterable<Event> events) {
    List<Event> sorted = new ArrayList<>();
    events.forEach(sorted::add);
    int given = sorted.size();
    List<Event> kept = withoutDuplicates(sorted);
    return new Cut(sessions(kept), given, given - kept.size());
  }

  /**
   * The events in order. Of events with the same id and instant, the one with the smallest bytes
   * stays. Duplicates can differ in whether they open a session, and then they are not next to each
   * other in {@link Event#ORDER}. So the events are sorted by id first.
   */
  private List<Event> withoutDuplicates(List<Event> events) {
    events.sort(SMALLEST_DUPLICATE_FIRST);
    List<Event> kept = new ArrayList<>(events.size());
    Event last = null;
    for (Event event : events) {
      if (last == null
          || event.millis() != last.millis()
          || !Arrays.equals(event.id(), last.id())) {
        kept.add(event);
        last = event;
      } else if (listener != null) {
        listener.isDuplicate(event, last);
      }
    }
    kept.sort(Event.ORDER);
    return kept;
  }

  private List<Session> sessions(List<Event> events) {
    List<Session> sessions = new ArrayList<>();
    List<Event> session = new ArrayList<>();
    SessionStartRule starts = new SessionStartRule(rules);
    for (Event event : events) {
      StartReason reason = starts.reasonOfNext(event.millis(), event.opening());
      if (listener != null) {
        listener.belongs(event, reason);
      }
      if (reason != null && !session.isEmpty()) {
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

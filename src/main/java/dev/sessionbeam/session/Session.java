package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.util.List;

/**
 * A session: its events in order, without duplicates. Never empty.
 *
 * @param events in the order of {@link Event#ORDER}
 */
public record Session(List<Event> events) {
  public Session {
    events = List.copyOf(events);
  }

  public String machine() {
    return first().machine();
  }

  /** The instant of the first event, in milliseconds since the epoch. */
  public long start() {
    return first().millis();
  }

  /** The instant of the last event, in milliseconds since the epoch. */
  public long end() {
    return last().millis();
  }

  /** Whether its first event is an opening event. */
  public boolean opened() {
    return first().opening();
  }

  public Event first() {
    return events.get(0);
  }

  public Event last() {
    return events.get(events.size() - 1);
  }
}

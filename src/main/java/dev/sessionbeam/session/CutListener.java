package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import org.jspecify.annotations.Nullable;

/** Is told how the events of one machine are cut into sessions. A run has no listener. */
public interface CutListener {
  /**
   * An event belongs to a session. The calls come in the order of the events.
   *
   * @param reason why the event starts a session; null if it belongs to the session of the event
   *     before it
   */
  void belongs(Event event, @Nullable StartReason reason);

  /**
   * An event is left out, because it is a duplicate. All these calls come before those of {@link
   * #belongs}.
   *
   * @param kept the event with the same id and instant that stays
   */
  void isDuplicate(Event event, Event kept);
}

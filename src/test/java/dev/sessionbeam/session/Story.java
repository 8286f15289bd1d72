package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Creates events and sessions for tests in short form. Instants are milliseconds. */
final class Story {
  private Story() {}

  static Event event(long millis, String id) {
    return event(millis, id, false, "{}");
  }

  /** The window of a single event. */
  static SessionWindow window(long millis, boolean opening, long gap) {
    return new SessionWindow(
        millis, millis, opening ? millis : SessionWindow.NO_OPENING, opening, gap);
  }

  static Event opening(long millis, String id) {
    return event(millis, id, true, "{}");
  }

  static Event event(long millis, String id, boolean opening, String json) {
    return new Event(
        "m",
        id.getBytes(StandardCharsets.UTF_8),
        millis,
        opening,
        opening ? "start" : "view",
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** Sessions as text: ids separated by blanks, sessions by bars. */
  static String text(List<Session> sessions) {
    return sessions.stream().map(Story::text).collect(Collectors.joining(" | "));
  }

  private static String text(Session session) {
    return session.events().stream().map(Story::id).collect(Collectors.joining(" "));
  }

  static String id(Event event) {
    return new String(event.id(), StandardCharsets.UTF_8);
  }
}

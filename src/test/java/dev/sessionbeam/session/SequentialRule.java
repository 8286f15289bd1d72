package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes sessions as docs/semantics.md describes them, in section 2 step 5 and in section 3. It
 * is slow and plain, and shares nothing with the code that it tests. Ids are ASCII here, so their
 * order as strings is that of their code points.
 */
final class SequentialRule {
  private SequentialRule() {}

  static List<List<String>> sessions(List<Event> events, long gap, long cap) {
    Map<String, Event> kept = new TreeMap<>();
    for (Event event : events) {
      kept.merge(
          event.millis() + " " + Story.id(event),
          event,
          (a, b) ->
              new BigInteger(1, a.json()).compareTo(new BigInteger(1, b.json())) <= 0 ? a : b);
    }
    List<Event> sorted = new ArrayList<>(kept.values());
    sorted.sort(
        Comparator.comparing((Event e) -> e.millis())
            .thenComparing(e -> e.opening() ? 0 : 1)
            .thenComparing(Story::id));
    List<List<String>> sessions = new ArrayList<>();
    Event previous = null;
    long start = 0;
    long enteredByOpeningAt = -1;
    for (Event event : sorted) {
      boolean begins = previous == null || event.millis() - previous.millis() >= gap;
      begins |= event.opening() && enteredByOpeningAt != event.millis();
      if (previous != null && cap > 0) {
        for (long multiple = 0; multiple <= event.millis(); multiple += cap) {
          begins |= previous.millis() < multiple && (multiple - start) * 2 >= cap;
        }
      }
      if (begins) {
        sessions.add(new ArrayList<>());
        start = event.millis();
      }
      if (event.opening()) {
        enteredByOpeningAt = event.millis();
      }
      sessions.get(sessions.size() - 1).add(Story.id(event));
      previous = event;
    }
    return sessions;
  }

  static List<List<String>> ids(List<Session> sessions) {
    return sessions.stream()
        .map(session -> session.events().stream().map(Story::id).toList())
        .toList();
  }
}

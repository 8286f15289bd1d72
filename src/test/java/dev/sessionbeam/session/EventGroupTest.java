package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.EncodedEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventGroupTest {
  private static final SessionRules RULES = SessionRules.ofMillis(30, 240);

  private static EncodedEvents packed(Event... events) {
    return EncodedEvents.of(List.of(events));
  }

  private static EventGroup.Emitted emitted(Event... events) {
    return new EventGroup.Emitted(packed(events), 0, RULES);
  }

  @Test
  void aGroupHasItsFreshEventsAndTheEventsThatWereEmittedBefore() {
    EventGroup group =
        new EventGroup(
            "m",
            List.of(packed(event(3, "a")), packed(event(2, "b"), event(4, "c"))),
            List.of(emitted(event(1, "d")), emitted(event(5, "e"))));
    List<Event> all =
        List.of(event(3, "a"), event(2, "b"), event(4, "c"), event(1, "d"), event(5, "e"));
    assertThat(group.events(), is(all));
    assertThat(group.packed().toList("m"), is(all));
  }
}

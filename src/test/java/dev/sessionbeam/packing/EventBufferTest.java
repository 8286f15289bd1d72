package dev.sessionbeam.packing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private final EventBuffer buffer = new EventBuffer();

  private static Event event(String machine, String id) {
    String json = "{\"id\":\"" + id + "\"}";
    return new Event(machine, id.getBytes(UTF_8), 7, true, "start", json.getBytes(UTF_8));
  }

  @Test
  void theEventsAtPositionsAreCopiedWithoutTheNamesBetweenThem() {
    Event a1 = event("a", "1");
    Event a2 = event("a", "x".repeat(300));
    int first = buffer.add(a1);
    buffer.add(event("b\u00fcro", "2"));
    int third = buffer.add(a2);
    assertThat(buffer.copy(new int[] {first, third}), is(EncodedEvents.of(List.of(a1, a2))));
    assertThat(buffer.copy(new int[] {third}).toList("a"), is(List.of(a2)));
  }

  @Test
  void theSizeIsThatOfTheEventsAlone() {
    int position = buffer.add(event("a long name of a machine", "1"));
    int size = EncodedEvents.of(List.of(event("a", "1"))).size();
    assertThat(buffer.eventSize(position), is(size));
    assertThat(buffer.eventBytes(), is((long) size));
    buffer.clear();
    assertThat(buffer.eventBytes(), is(0L));
  }

  @Test
  void machinesAreComparedByTheBytesOfTheirNames() {
    int a = buffer.add(event("a", "1"));
    int ab = buffer.add(event("ab", "1"));
    int accent = buffer.add(event("\u00e9", "1"));
    int again = buffer.add(event("a", "2"));
    assertThat(buffer.areOfOneMachine(a, again), is(true));
    assertThat(buffer.areOfOneMachine(a, ab), is(false));
    assertThat(buffer.compareMachines(a, again), is(0));
    assertThat(buffer.compareMachines(a, ab), is(lessThan(0)));
    // A byte is signed here. The order only has to put equal names together.
    assertThat(buffer.compareMachines(a, accent), is(greaterThan(0)));
    assertThat(buffer.machine(accent), is("\u00e9"));
  }

  @Test
  void eventsStayWhenTheArrayGrows() {
    Event first = event("a", "1");
    int position = buffer.add(first);
    for (int i = 0; i < 100; i++) {
      buffer.add(event("b", "x".repeat(2000)));
    }
    assertThat(buffer.copy(new int[] {position}).toList("a"), is(List.of(first)));
  }
}

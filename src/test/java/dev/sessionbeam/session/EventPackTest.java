package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.event.EventSpan;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.EncodedEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The span of a pack, and what else a pack has. */
class EventPackTest {
  @Test
  void aPackSpansItsEventsInAnyOrder() {
    EventPack pack =
        Packs.pack(event(20, "b"), opening(-10, "a"), opening(30, "c"), event(25, "d"));
    assertThat(pack.start(), is(-10L));
    assertThat(pack.last(), is(30L));
    assertThat(pack.lastOpening(), is(30L));
    assertThat(pack.opens(), is(true));
  }

  @Test
  void aPackOpensIfAllEventsAtItsStartAreOpeningEvents() {
    assertThat(Packs.pack(opening(0, "a"), opening(0, "b"), event(1, "c")).opens(), is(true));
    assertThat(Packs.pack(opening(0, "a"), event(0, "b")).opens(), is(false));
    assertThat(Packs.pack(event(0, "a"), opening(0, "b")).opens(), is(false));
    assertThat(Packs.pack(event(5, "a"), opening(0, "b")).opens(), is(true));
    assertThat(Packs.pack(opening(5, "a"), event(0, "b")).opens(), is(false));
  }

  @Test
  void aPackWithoutAnOpeningEventHasNoLastOpening() {
    assertThat(Packs.pack(event(0, "a")).lastOpening(), is(EventSpan.NO_OPENING));
  }

  @Test
  void aPackOfRejectedRecordsHasNoEvents() {
    EventPack pack = EventPack.ofRejected(List.of(Packs.rejected(1), Packs.rejected(2)));
    assertThat(pack.events(), is(EncodedEvents.NONE));
    assertThat(pack.records(), is(List.of()));
    assertThat(pack.rejected(), is(List.of(Packs.rejected(1), Packs.rejected(2))));
    assertThat(pack, is(not(EventPack.ofRejected(List.of(Packs.rejected(1))))));
  }

  @Test
  void aPackDoesNotChangeWhenTheListThatItWasMadeFromChanges() {
    List<RejectedRecord> rejected = new ArrayList<>(List.of(Packs.rejected(1)));
    EventPack pack = EventPack.ofRejected(rejected);
    rejected.clear();
    assertThat(pack.rejected().size(), is(1));
  }
}

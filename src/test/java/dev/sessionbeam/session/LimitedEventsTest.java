package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.junit.jupiter.api.Test;

/**
 * In this test, a machine may send 100 bytes in each span of 240 ms. The bytes of an event are
 * those of its JSON.
 */
class LimitedEventsTest {
  private static final MachineLimit LIMIT = new MachineLimit(240, 100);
  private static final MachineWindowing<BoundedWindow> WINDOWING =
      MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(30, 240)));

  private static Event event(long millis, int bytes) {
    return new Event("m", new byte[0], millis, false, "view", new byte[bytes]);
  }

  private static List<WindowedPack<BoundedWindow>> packs(Event... events) throws Exception {
    return WINDOWING.split("m", Packs.sourced(List.of(events)));
  }

  private static LimitedEvents<BoundedWindow> of(
      List<WindowedPack<BoundedWindow>> packs, Map<Long, Long> known) throws Exception {
    return LimitedEvents.of("m", packs, known, LIMIT, WINDOWING);
  }

  /** The instants of the events that remain, pack by pack. */
  private static List<List<Long>> left(LimitedEvents<BoundedWindow> flood) {
    List<List<Long>> left = new ArrayList<>();
    for (WindowedPack<BoundedWindow> pack : flood.packs()) {
      List<Event> events = pack.pack().events().toList("m");
      assertThat(pack.window(), is(SessionWindow.of(pack.pack(), 30)));
      assertThat(pack.pack().records(), is(events.stream().map(Packs::record).toList()));
      left.add(events.stream().map(Event::millis).toList());
    }
    return left;
  }

  /** The instants of the events that are rejected. */
  private static List<Long> rejected(LimitedEvents<BoundedWindow> flood) {
    return flood.rejected().stream()
        .map(rejected -> ((FileOrigin) rejected.record().origin()).offset())
        .toList();
  }

  @Test
  void packsWithinTheLimitDoNotChange() throws Exception {
    List<WindowedPack<BoundedWindow>> packs = packs(event(0, 60), event(100, 40), event(240, 100));
    LimitedEvents<BoundedWindow> flood = of(packs, Map.of());
    assertThat(flood.packs(), is(sameInstance(packs)));
    assertThat(flood.rejected(), is(empty()));
    assertThat(flood.bytes(), is(Map.of(0L, 100L, 1L, 100L)));
  }

  @Test
  void onlyEventsBeyondTheLimitAreRejected() throws Exception {
    LimitedEvents<BoundedWindow> flood =
        of(packs(event(0, 60), event(10, 41), event(20, 40), event(25, 1)), Map.of());
    assertThat(left(flood), is(List.of(List.of(0L, 20L))));
    assertThat(rejected(flood), is(List.of(10L, 25L)));
    assertThat(flood.bytes(), is(Map.of(0L, 100L)));
  }

  @Test
  void eachSpanHasItsOwnLimit() throws Exception {
    LimitedEvents<BoundedWindow> flood =
        of(packs(event(-1, 100), event(239, 101), event(240, 100), event(241, 1)), Map.of());
    assertThat(left(flood), is(List.of(List.of(-1L), List.of(240L))));
    assertThat(rejected(flood), is(List.of(239L, 241L)));
    assertThat(flood.bytes(), is(Map.of(-1L, 100L, 1L, 100L)));
  }

  @Test
  void bytesThatTheMachineSentBeforeCount() throws Exception {
    LimitedEvents<BoundedWindow> flood =
        of(packs(event(0, 11), event(10, 10), event(240, 1)), Map.of(0L, 90L, 1L, 5L, 7L, 100L));
    assertThat(left(flood), is(List.of(List.of(10L), List.of(240L))));
    assertThat(rejected(flood), is(List.of(0L)));
    assertThat(flood.bytes(), is(Map.of(0L, 100L, 1L, 6L, 7L, 100L)));
  }

  @Test
  void allEventsOfAMachineAtItsLimitAreRejected() throws Exception {
    LimitedEvents<BoundedWindow> flood = of(packs(event(0, 1), event(100, 1)), Map.of(0L, 100L));
    assertThat(flood.packs(), is(empty()));
    assertThat(rejected(flood), is(List.of(0L, 100L)));
    assertThat(flood.bytes(), is(Map.of(0L, 100L)));
  }

  @Test
  void eventsThatOnlyARejectedEventJoinedAreInSeparatePacks() throws Exception {
    List<WindowedPack<BoundedWindow>> packs = packs(event(0, 50), event(20, 51), event(40, 50));
    assertThat(packs.size(), is(1));
    assertThat(left(of(packs, Map.of())), is(List.of(List.of(0L), List.of(40L))));
  }

  @Test
  void aRejectedRecordHasItsReason() throws Exception {
    RejectedRecord rejected = of(packs(event(7, 101)), Map.of()).rejected().get(0);
    assertThat(
        rejected,
        is(
            new RejectedRecord(
                Packs.record(event(7, 101)),
                Reason.TOO_MANY_EVENTS,
                Stage.ADMIT,
                "the machine has sent more than 100 bytes in one span of time: see"
                    + " max_machine_size",
                null)));
  }
}

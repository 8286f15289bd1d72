package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** The events of a window are in its places, whatever arrives and whatever is emitted. */
class MachineWindowsProperties {
  private static final long GAP = 30;

  @Provide
  Arbitrary<List<Event>> arrivals() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 600), Arbitraries.of(true, false, false, false))
        .as((millis, opening) -> Story.event(millis, "e" + millis, opening, "{}"))
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Long> caps() {
    return Arbitraries.of(0L, 60L, 240L);
  }

  @Property
  void aWindowSpansExactlyTheEventsInItsPlaces(
      @ForAll("arrivals") List<Event> arrivals, @ForAll("caps") long cap, @ForAll Random random)
      throws Exception {
    MachineWindowing<BoundedWindow> windowing =
        MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(GAP, cap)));
    MachineWindows<BoundedWindow> windows = MachineWindows.none();
    Map<Integer, List<Event>> kept = new HashMap<>();
    for (int next = 0; next < arrivals.size(); ) {
      int end = Math.min(arrivals.size(), next + 1 + random.nextInt(3));
      List<WindowedPack<BoundedWindow>> packs =
          windowing.split("m", Packs.sourced(arrivals.subList(next, end)));
      MachineWindows.Merged<BoundedWindow> merged =
          windows.with(packs.stream().map(WindowedPack::window).toList(), windowing);
      for (WindowedPack<BoundedWindow> pack : packs) {
        int place = Objects.requireNonNull(merged.places().get(pack.window()));
        kept.computeIfAbsent(place, p -> new ArrayList<>())
            .addAll(pack.pack().events().toList("m"));
      }
      windows = merged.windows();
      requireAllInPlace(windows, kept, end);
      if (random.nextInt(3) == 0) {
        windows = emit(windows, random.nextInt(700), kept);
        requireAllInPlace(windows, kept, end);
      }
      next = end;
    }
  }

  private static MachineWindows<BoundedWindow> emit(
      MachineWindows<BoundedWindow> windows, long watermark, Map<Integer, List<Event>> kept) {
    List<ActiveWindow<BoundedWindow>> due = windows.dueAt(watermark);
    for (ActiveWindow<BoundedWindow> window : due) {
      List<Event> all = new ArrayList<>();
      for (int place : window.places()) {
        all.addAll(Objects.requireNonNull(kept.remove(place)));
      }
      kept.put(window.places().get(0), all);
    }
    return windows.emitted(due);
  }

  private static void requireAllInPlace(
      MachineWindows<BoundedWindow> windows, Map<Integer, List<Event>> kept, int arrived) {
    int found = 0;
    for (ActiveWindow<BoundedWindow> window : windows.active()) {
      List<Event> events = new ArrayList<>();
      for (int place : window.places()) {
        assertThat(kept.get(place), is(notNullValue()));
        events.addAll(Objects.requireNonNull(kept.get(place)));
      }
      found += events.size();
      EventPack all = Packs.pack(events.toArray(new Event[0]));
      assertThat(window.window(), is(SessionWindow.of(all, GAP)));
    }
    assertThat(found, is(arrived));
  }
}

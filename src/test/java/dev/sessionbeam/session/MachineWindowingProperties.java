package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Every pack is in the window that its events merge into. */
class MachineWindowingProperties {
  private static final long GAP = 30;

  /** Events close together, many at one instant, around the epoch. */
  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.longs().between(-60, 400),
            Arbitraries.of(true, false, false, false),
            Arbitraries.integers().between(0, 9))
        .as((millis, opening, id) -> Story.event(millis, "e" + id, opening, "{}"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<Long> caps() {
    return Arbitraries.of(0L, 60L, 120L);
  }

  private static List<SessionWindow> windows(List<Event> events) {
    return events.stream()
        .map(event -> Story.window(event.millis(), event.opening(), GAP))
        .toList();
  }

  @Property
  void theWindowOfAPackSpansTheWindowsOfItsEvents(@ForAll("events") List<Event> events) {
    EventPack pack = Packs.pack(events.toArray(new Event[0]));
    assertThat(
        SessionWindow.of(pack, GAP),
        is(windows(events).stream().reduce(SessionWindow::span).orElseThrow()));
  }

  @Property
  void aSplitHasTheMergedWindowsAndEachEventOnceWithItsRecord(
      @ForAll("events") List<Event> events, @ForAll("caps") long cap) throws Exception {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    Map<SessionWindow, SessionWindow> merged = merged(events, rules);
    Map<BoundedWindow, List<Numbered>> expected = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      SessionWindow own = windows(events).get(i);
      expected
          .computeIfAbsent(Objects.requireNonNull(merged.get(own)), window -> new ArrayList<>())
          .add(new Numbered(events.get(i), i));
    }
    List<WindowedPack<BoundedWindow>> packs =
        MachineWindowing.of(SessionWindows.of(rules)).split("m", numbered(events));
    Map<BoundedWindow, List<Numbered>> actual =
        packs.stream().collect(Collectors.toMap(WindowedPack::window, Numbered::of));
    assertThat(actual, is(expected));
  }

  /** The merged window of each window, if all are merged in one step. */
  private static Map<SessionWindow, SessionWindow> merged(List<Event> events, SessionRules rules) {
    Set<SessionWindow> all = new HashSet<>(windows(events));
    Map<SessionWindow, SessionWindow> merged = new LinkedHashMap<>();
    for (WindowMerge.Group group : new WindowMerge(rules).partition(all)) {
      group.members().forEach(window -> merged.put(window, group.merged()));
    }
    return merged;
  }

  /** Events whose records are numbered by their offsets. */
  private static SourcedEvents numbered(List<Event> events) {
    List<RawRecord> records = new ArrayList<>();
    for (Event event : events) {
      records.add(new RawRecord(event.json(), new FileOrigin("f", records.size())));
    }
    return new SourcedEvents(Packs.sourced(events).events(), records);
  }

  /** An event and its record's number. */
  private record Numbered(Event event, long record) {
    static List<Numbered> of(WindowedPack<?> pack) {
      List<Numbered> all = new ArrayList<>();
      for (Event event : pack.pack().events().toList("m")) {
        RawRecord record = pack.pack().records().get(all.size());
        all.add(new Numbered(event, ((FileOrigin) record.origin()).offset()));
      }
      assertThat(all.size(), is(pack.pack().records().size()));
      return all;
    }
  }
}

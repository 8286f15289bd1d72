package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class SessionProperties {
  private static final long GAP = 30;

  /**
   * Histories with steps around the gap: ties, steps just below, at and above the gap, long pauses,
   * and duplicates.
   */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Long> steps =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0L)),
            Tuple.of(6, Arbitraries.longs().between(1, 28)),
            Tuple.of(3, Arbitraries.of(29L, 30L, 31L)),
            Tuple.of(1, Arbitraries.longs().between(32, 400)));
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 9);
    return net.jqwik.api.Combinators.combine(steps.list().ofMaxSize(40), kinds.list().ofSize(40))
        .as(SessionProperties::history);
  }

  private static List<Event> history(List<Long> steps, List<Integer> kinds) {
    List<Event> events = new ArrayList<>();
    long millis = 1_000;
    for (int i = 0; i < steps.size(); i++) {
      millis += steps.get(i);
      int kind = kinds.get(i);
      String id = (kind % 2 == 0 ? "b" : "a") + i;
      events.add(Story.event(millis, id, kind < 2, "{\"v\":" + kind + "}"));
      if (kind == 9) {
        events.add(Story.event(millis, id, true, i % 2 == 0 ? "{\"v\":0}" : "{\"z\":0}"));
      }
    }
    return events;
  }

  @Provide
  Arbitrary<Long> caps() {
    return Arbitraries.of(0L, 60L, 64L, 120L, 240L);
  }

  @Property(tries = 3_000)
  void theCutEqualsTheSequentialRuleInAnyOrder(
      @ForAll("histories") List<Event> events, @ForAll("caps") long cap, @ForAll Random random) {
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, random);
    SessionCutter.Cut cut = new SessionCutter(SessionRules.ofMillis(GAP, cap)).cut(shuffled);
    assertThat(SequentialRule.ids(cut.sessions()), is(SequentialRule.sessions(events, GAP, cap)));
    long inSessions = cut.sessions().stream().mapToLong(session -> session.events().size()).sum();
    assertThat(inSessions + cut.duplicates(), is((long) events.size()));
  }

  @Property(tries = 3_000)
  void windowsMergedInAnyOrderOfArrivalAreCutIntoTheSameSessions(
      @ForAll("histories") List<Event> events, @ForAll("caps") long cap, @ForAll Random random) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    List<Event> arrival = new ArrayList<>(events);
    int disorder = 1 + random.nextInt(200);
    Map<Event, Long> arrivesAt = new HashMap<>();
    events.forEach(event -> arrivesAt.put(event, event.millis() + random.nextInt(disorder)));
    arrival.sort(Comparator.comparing(arrivesAt::get));

    Map<SessionWindow, List<Event>> windows = new HashMap<>();
    int next = 0;
    while (next < arrival.size()) {
      int batch = Math.min(arrival.size(), next + 1 + random.nextInt(4));
      for (; next < batch; next++) {
        Event event = arrival.get(next);
        windows
            .computeIfAbsent(
                Story.window(event.millis(), event.opening(), GAP), w -> new ArrayList<>())
            .add(event);
      }
      merge(windows, rules);
    }

    SessionCutter cutter = new SessionCutter(rules);
    List<Session> sessions = new ArrayList<>();
    windows.values().forEach(members -> sessions.addAll(cutter.cut(members).sessions()));
    sessions.sort(Comparator.comparingLong(Session::start));
    assertThat(SequentialRule.ids(sessions), is(SequentialRule.sessions(events, GAP, cap)));
  }

  private static void merge(Map<SessionWindow, List<Event>> windows, SessionRules rules) {
    for (WindowMerge.Group group : new WindowMerge(rules).groups(windows.keySet())) {
      List<Event> members = new ArrayList<>();
      group.members().forEach(window -> members.addAll(windows.remove(window)));
      windows.merge(group.merged(), members, SessionProperties::both);
    }
  }

  private static List<Event> both(Collection<Event> a, Collection<Event> b) {
    List<Event> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Property(tries = 1_000)
  void mergingNeedsOneStep(@ForAll("histories") List<Event> events, @ForAll("caps") long cap) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    Map<SessionWindow, List<Event>> windows = new HashMap<>();
    for (Event event : events) {
      windows
          .computeIfAbsent(
              Story.window(event.millis(), event.opening(), GAP), w -> new ArrayList<>())
          .add(event);
    }
    merge(windows, rules);
    assertThat(new WindowMerge(rules).groups(windows.keySet()).size(), is(0));
  }
}

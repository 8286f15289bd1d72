package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * In whatever order events arrive and panes fire, the valid lines at the end are the sessions of
 * the rule.
 */
class RevisionProperties {
  private static final long GAP = 30;

  /** Histories with steps around the gap, and with every kind of duplicate. */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Long> steps =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0L)),
            Tuple.of(6, Arbitraries.longs().between(1, 28)),
            Tuple.of(3, Arbitraries.of(29L, 30L, 31L)),
            Tuple.of(1, Arbitraries.longs().between(32, 400)));
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 11);
    return Combinators.combine(steps.list().ofMaxSize(40), kinds.list().ofSize(40))
        .as(RevisionProperties::history);
  }

  private static List<Event> history(List<Long> steps, List<Integer> kinds) {
    List<Event> events = new ArrayList<>();
    long millis = 1_000;
    for (int i = 0; i < steps.size(); i++) {
      millis += steps.get(i);
      int kind = kinds.get(i);
      String id = (kind % 2 == 0 ? "b" : "a") + i;
      events.add(Story.event(millis, id, kind < 2, "{\"v\":" + kind % 10 + "}"));
      if (kind == 1 || kind == 8) {
        events.add(Story.event(millis, id, kind < 2, "{\"v\":" + kind % 10 + "}"));
      }
      if (kind == 0 || kind == 9) {
        events.add(Story.event(millis, id, kind == 9, i % 2 == 0 ? "{\"u\":0}" : "{\"z\":0}"));
      }
    }
    return events;
  }

  @Provide
  Arbitrary<Long> caps() {
    return Arbitraries.of(0L, 60L, 64L, 120L, 240L);
  }

  @Provide
  Arbitrary<List<SessionRules>> changesOfRules() {
    return Arbitraries.of(
            SessionRules.ofMillis(GAP, 0),
            SessionRules.ofMillis(10, 0),
            SessionRules.ofMillis(60, 0),
            SessionRules.ofMillis(GAP, 60),
            SessionRules.ofMillis(GAP, 240),
            SessionRules.ofMillis(10, 64))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 2_000)
  void theValidLinesAtTheEndAreThoseOfTheSequentialRule(
      @ForAll("histories") List<Event> events, @ForAll("caps") long cap, @ForAll Random random) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    Desk desk = new Desk();
    for (Pane pane : panes(events, List.of(rules), random)) {
      fire(desk, pane);
    }
    assertHolds(desk, events, rules);
  }

  @Property(tries = 2_000)
  void whateverRulesComeNextTheValidLineOfAnEventIsTheLastOneWritten(
      @ForAll("histories") List<Event> events,
      @ForAll("changesOfRules") List<SessionRules> changes,
      @ForAll Random random) {
    Desk desk = new Desk();
    for (Pane pane : panes(events, changes, random)) {
      fire(desk, pane);
    }
    long kept = desk.remembered().stream().mapToLong(session -> session.events().size()).sum();
    assertThat(desk.duplicates(), is(events.size() - kept));
  }

  /** What a reader sees, what is remembered and what is counted agree after every pane. */
  private static void fire(Desk desk, Pane pane) {
    desk.fire(pane.events(), pane.rules());
    List<RevisedSession> holding = desk.holding();
    assertThat(holding.stream().map(RevisedSession::session).toList(), is(desk.remembered()));
    assertThat(desk.notSuperseded(), is(holding));
    assertThat(desk.highestOfSomeInstant(), is(holding));
  }

  private static void assertHolds(Desk desk, List<Event> events, SessionRules rules) {
    List<Session> sessions = desk.holding().stream().map(RevisedSession::session).toList();
    assertThat(
        SequentialRule.ids(sessions),
        is(SequentialRule.sessions(events, GAP, rules.maxDurationMillis())));
    assertThat(sessions, is(new SessionCutter(rules).cut(events).sessions()));
    long kept = sessions.stream().mapToLong(session -> session.events().size()).sum();
    assertThat(desk.duplicates(), is(events.size() - kept));
  }

  /** All events so far of a window, as a pane emits them. */
  private record Pane(List<Event> events, SessionRules rules) {
    Pane {
      events = List.copyOf(events);
    }
  }

  /** A window's events, and how many of them the last pane had. */
  private static final class Held {
    private final List<Event> events = new ArrayList<>();
    private int fired;

    Pane fire(SessionRules rules) {
      fired = events.size();
      return new Pane(events, rules);
    }
  }

  /**
   * The panes of a history that arrives in some order. They accumulate, and at the end all events
   * are in panes. The rules change after equal shares of the events, until all rules have been
   * used.
   */
  private static List<Pane> panes(List<Event> events, List<SessionRules> changes, Random random) {
    List<Pane> panes = new ArrayList<>();
    Map<SessionWindow, Held> windows = new HashMap<>();
    SessionRules rules = changes.get(0);
    int untilMerged = 0;
    int arrived = 0;
    for (Event event : arrival(events, random)) {
      rules = changes.get(changes.size() * arrived++ / events.size());
      windows
          .computeIfAbsent(
              Story.window(event.millis(), event.opening(), rules.gapMillis()),
              window -> new Held())
          .events
          .add(event);
      if (--untilMerged < 0) {
        untilMerged = random.nextInt(4);
        merge(windows, rules);
        fireSome(windows, rules, () -> random.nextInt(3) == 0, panes);
      }
    }
    merge(windows, rules);
    fireSome(windows, rules, () -> true, panes);
    return panes;
  }

  private static List<Event> arrival(List<Event> events, Random random) {
    int disorder = 1 + random.nextInt(200);
    record Arrival(Event event, long at) {}
    return events.stream()
        .map(event -> new Arrival(event, event.millis() + random.nextInt(disorder)))
        .sorted(Comparator.comparingLong(Arrival::at))
        .map(Arrival::event)
        .toList();
  }

  private static void merge(Map<SessionWindow, Held> windows, SessionRules rules) {
    for (WindowMerge.Group group : new WindowMerge(rules).groups(windows.keySet())) {
      Held merged = new Held();
      for (SessionWindow member : group.members()) {
        merged.events.addAll(Objects.requireNonNull(windows.remove(member)).events);
      }
      windows.put(group.merged(), merged);
    }
  }

  private static void fireSome(
      Map<SessionWindow, Held> windows,
      SessionRules rules,
      BooleanSupplier fires,
      List<Pane> panes) {
    for (Held held : windows.values()) {
      if (held.fired < held.events.size() && fires.getAsBoolean()) {
        panes.add(held.fire(rules));
      }
    }
  }
}

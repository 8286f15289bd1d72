package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

/**
 * Compares ranges that are computed one by one, each only from the events that it needs, with the
 * sequential rule over all events.
 */
class SessionRangeProperties {
  private static final long GAP = 30;

  /**
   * Histories with long runs without a pause, so that the cap matters. The machines open often,
   * seldom or never. There are steps around the gap, ties, and duplicates.
   */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Long> steps =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0L)),
            Tuple.of(9, Arbitraries.longs().between(1, 28)),
            Tuple.of(9, Arbitraries.just(29L)),
            Tuple.of(1, Arbitraries.of(30L, 31L)),
            Tuple.of(1, Arbitraries.longs().between(32, 400)));
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 99);
    Arbitrary<Integer> openings = Arbitraries.of(0, 0, 4, 20);
    return net.jqwik.api.Combinators.combine(
            steps.list().ofMaxSize(60), kinds.list().ofSize(60), openings)
        .as(SessionRangeProperties::history);
  }

  private static List<Event> history(List<Long> steps, List<Integer> kinds, int openings) {
    List<Event> events = new ArrayList<>();
    long millis = 1_000;
    for (int i = 0; i < steps.size(); i++) {
      millis += steps.get(i);
      int kind = kinds.get(i);
      boolean opening = kind < openings;
      String id = (kind % 2 == 0 ? "b" : "a") + i;
      events.add(Story.event(millis, id, opening, "{\"v\":" + kind % 10 + "}"));
      if (kind % 10 == 9) {
        events.add(Story.event(millis, id, openings > 0, i % 2 == 0 ? "{\"v\":0}" : "{\"z\":0}"));
      }
    }
    return events;
  }

  @Provide
  Arbitrary<Long> caps() {
    return Arbitraries.of(0L, 60L, 61L, 64L, 120L, 240L);
  }

  /** The sessions of a range, cut only from the events that the range needs. */
  private static List<Session> compute(
      List<Event> events, SessionRange range, SessionRules rules, Random random) {
    List<Event> needed = new ArrayList<>(events);
    needed.removeIf(event -> !range.needs(event.millis()));
    Collections.shuffle(needed, random);
    return new RangeFilter(range).keep(new SessionCutter(rules).cut(needed), needed).sessions();
  }

  @Property(tries = 3_000)
  void rangesOneByOneGiveAllSessions(
      @ForAll("histories") List<Event> events,
      @ForAll("caps") long cap,
      @ForAll @LongRange(min = 1, max = 300) long day,
      @ForAll @LongRange(min = 0, max = 299) long offset,
      @ForAll Random random) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    long end = events.stream().mapToLong(Event::millis).max().orElse(0);
    List<Session> oneByOne = new ArrayList<>();
    for (long from = 1_000 - offset; from <= end; from += day) {
      SessionRange range = SessionRange.of(from, from + day, rules);
      oneByOne.addAll(compute(events, range, rules, random));
    }
    assertThat(SequentialRule.ids(oneByOne), is(SequentialRule.sessions(events, GAP, cap)));
  }

  /** Days as a backfill uses them: they begin at the multiples of the cap. */
  @Property(tries = 1_000)
  void daysOfTheCapsLengthOneByOneGiveAllSessions(
      @ForAll("histories") List<Event> events,
      @ForAll @LongRange(min = 2 * GAP, max = 300) long cap,
      @ForAll Random random) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    long end = events.stream().mapToLong(Event::millis).max().orElse(0);
    List<Session> oneByOne = new ArrayList<>();
    for (long from = rules.lastMultiple(1_000); from <= end; from += cap) {
      SessionRange range = SessionRange.of(from, from + cap, rules);
      assertThat(range.readFrom(), is(from - (cap + 1) / 2 - GAP));
      assertThat(range.readTo(), is(from + 2 * cap));
      oneByOne.addAll(compute(events, range, rules, random));
    }
    assertThat(SequentialRule.ids(oneByOne), is(SequentialRule.sessions(events, GAP, cap)));
  }

  /**
   * With three milliseconds fewer before the range, or one fewer after it, the sessions of some
   * history are wrong.
   */
  @Property(tries = 200)
  void fewerEventsAreNotEnough(@ForAll("caps") long cap, @ForAll Random random) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    long day = cap == 0 ? 100 : cap;
    long from = 10 * day;
    SessionRange range = SessionRange.of(from, from + day, rules);
    long first = range.readFrom() + 2;
    List<Event> robot = new ArrayList<>();
    // The second event comes as long after the first as an event of the same session can.
    robot.add(Story.event(first, "first"));
    for (long millis = first + GAP - 1; millis < from + 3 * day; millis++) {
      robot.add(Story.event(millis, "e" + millis));
    }
    List<List<String>> right = SequentialRule.ids(compute(robot, range, rules, random));
    SessionRange later = new SessionRange(from, from + day, first + 1, range.readTo());
    assertThat(SequentialRule.ids(compute(robot, later, rules, random)), is(not(right)));
    if (cap > 0) {
      List<Event> last = new ArrayList<>();
      for (long millis = range.to() - 1; millis < range.readTo(); millis++) {
        last.add(Story.event(millis, "e" + millis));
      }
      right = SequentialRule.ids(compute(last, range, rules, random));
      SessionRange sooner =
          new SessionRange(from, from + day, range.readFrom(), range.readTo() - 1);
      assertThat(SequentialRule.ids(compute(last, sooner, rules, random)), is(not(right)));
    }
  }

  @Property(tries = 1_000)
  void everyEventIsWrittenOrADuplicateOrOutsideTheRange(
      @ForAll("histories") List<Event> events,
      @ForAll("caps") long cap,
      @ForAll @LongRange(min = 900, max = 2_000) long from,
      @ForAll @LongRange(min = 1, max = 500) long length) {
    SessionRules rules = SessionRules.ofMillis(GAP, cap);
    SessionCutter.Cut all = new SessionCutter(rules).cut(events);
    SessionRange range = SessionRange.of(from, from + length, rules);
    SessionCutter.Cut cut = new RangeFilter(range).keep(all, events);
    long expected = 0;
    List<Session> rest = new ArrayList<>(all.sessions());
    rest.removeAll(cut.sessions());
    for (Event event : events) {
      boolean outside =
          rest.stream().anyMatch(s -> s.start() <= event.millis() && event.millis() <= s.end());
      expected += outside ? 0 : 1;
    }
    for (Session session : cut.sessions()) {
      assertThat(session.start() >= from && session.start() < from + length, is(true));
      expected -= session.events().size();
    }
    assertThat(cut.duplicates(), is(expected));
  }
}

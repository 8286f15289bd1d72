package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@link WindowMerge} alone, on short stories, with every order of arrival and every choice
 * of the arrivals after which windows are merged. {@link SequentialRule} gives the expected
 * sessions.
 */
class WindowMergeExhaustiveTest {
  private static final long GAP = 30;
  private static final long NO_CAP = 0;
  private static final long CAP = 120;

  static Stream<Named<Telling>> stories() {
    return Stream.of(
        story("one event", NO_CAP, event(0, "a")),
        story(
            "ties",
            NO_CAP,
            event(0, "a"),
            event(0, "b"),
            event(29, "c"),
            event(29, "d"),
            event(59, "e"),
            event(59, "f")),
        story(
            "openings at ties",
            NO_CAP,
            event(0, "a"),
            event(10, "b"),
            opening(10, "c"),
            opening(10, "d"),
            event(20, "e"),
            opening(20, "f")),
        story(
            "openings within the gap",
            NO_CAP,
            event(0, "a"),
            opening(10, "b"),
            event(20, "c"),
            opening(21, "d"),
            opening(22, "e"),
            event(51, "f")),
        story(
            "an opening into a window that bridges it",
            NO_CAP,
            event(0, "a"),
            event(20, "b"),
            opening(30, "c"),
            event(45, "d"),
            event(70, "e"),
            event(100, "f")),
        story(
            "an opening at either end",
            NO_CAP,
            opening(0, "a"),
            event(0, "b"),
            event(29, "c"),
            event(58, "d"),
            event(58, "e"),
            opening(58, "f")),
        story(
            "exactly the gap",
            NO_CAP,
            event(0, "a"),
            event(30, "b"),
            opening(60, "c"),
            event(90, "d"),
            event(119, "e"),
            event(149, "f")),
        story(
            "just under the gap",
            NO_CAP,
            event(0, "a"),
            event(29, "b"),
            event(58, "c"),
            opening(87, "d"),
            event(116, "e"),
            event(145, "f")),
        story(
            "just over the gap",
            NO_CAP,
            event(0, "a"),
            event(31, "b"),
            event(62, "c"),
            event(91, "d"),
            event(122, "e"),
            event(151, "f")),
        story(
            "half of the cap before its multiple",
            CAP,
            event(60, "a"),
            event(85, "b"),
            event(110, "c"),
            event(119, "d"),
            event(120, "e"),
            event(140, "f")),
        story(
            "less than half of the cap before its multiple",
            CAP,
            event(61, "a"),
            event(85, "b"),
            event(110, "c"),
            event(119, "d"),
            event(120, "e"),
            event(140, "f")),
        story(
            "an opening too late for the cap",
            CAP,
            event(50, "a"),
            event(70, "b"),
            opening(90, "c"),
            event(95, "d"),
            event(124, "e"),
            event(150, "f")),
        story(
            "an opening half of the cap before its multiple",
            CAP,
            opening(60, "a"),
            event(85, "b"),
            event(110, "c"),
            event(119, "d"),
            event(120, "e"),
            event(140, "f")),
        story(
            "openings on both sides of half of the cap",
            CAP,
            event(40, "a"),
            opening(60, "b"),
            opening(61, "c"),
            event(69, "d"),
            event(98, "e"),
            event(121, "f")),
        story(
            "an opening on both sides of half of an odd cap",
            CAP + 1,
            event(40, "a"),
            opening(60, "b"),
            opening(61, "c"),
            event(69, "d"),
            event(98, "e"),
            event(121, "f")),
        story(
            "an opening on the cap's multiple",
            CAP,
            event(50, "a"),
            event(79, "b"),
            event(108, "c"),
            event(120, "d"),
            opening(120, "e"),
            event(130, "f")),
        story(
            "two multiples of the cap",
            2 * GAP,
            event(30, "a"),
            event(59, "b"),
            opening(88, "c"),
            event(117, "d"),
            event(121, "e"),
            event(150, "f")),
        story(
            "multiples of the cap and no pause",
            2 * GAP,
            event(31, "a"),
            event(60, "b"),
            event(89, "c"),
            event(118, "d"),
            event(120, "e"),
            event(149, "f")),
        story(
            "duplicates of which only the larger opens",
            NO_CAP,
            event(0, "a"),
            event(10, "b", true, "2"),
            event(10, "b", false, "1"),
            event(20, "c"),
            event(40, "d", false, "1"),
            event(40, "d", true, "2")),
        story(
            "duplicates of which only the smaller opens",
            NO_CAP,
            event(0, "a"),
            event(10, "b", true, "1"),
            event(10, "b", false, "2"),
            event(20, "c"),
            event(40, "d", false, "2"),
            event(40, "d", true, "1")),
        story(
            "duplicates beside a true opening",
            NO_CAP,
            event(0, "a"),
            event(10, "b", true, "2"),
            event(10, "b", false, "1"),
            opening(10, "c"),
            event(20, "d"),
            event(49, "e")),
        story(
            "duplicates that all open",
            NO_CAP,
            event(0, "a"),
            event(10, "b", true, "2"),
            event(10, "b", true, "1"),
            event(10, "b", true, "1"),
            event(20, "c"),
            event(49, "d")),
        story(
            "a duplicate that opens too late for the cap",
            CAP,
            event(60, "a"),
            event(80, "b"),
            event(100, "c", true, "2"),
            event(100, "c", false, "1"),
            event(125, "d"),
            event(150, "e")));
  }

  private static Named<Telling> story(String name, long cap, Event... events) {
    return Named.of(name, new Telling(cap, List.of(events)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void inEveryOrderAndGroupingEventsOfOneSessionAreMerged(Telling telling) {
    telling.tell();
    assertThat(telling.faults, is(empty()));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void everyOrderAndEveryGroupingIsTested(Telling telling) {
    int events = telling.events.size();
    long orders = LongStream.rangeClosed(1, events).reduce(1, (a, b) -> a * b);
    assertThat(telling.tell(), is(orders << (events - 1)));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void windowsMergedInTwoSetsAndThenTogetherAreCutIntoTheSameSessions(Telling telling) {
    telling.tell();
    telling.mergeInTwoParts();
    assertThat(telling.faults, is(empty()));
  }

  static Stream<Named<Telling>> storiesWithoutDoubt() {
    return stories().filter(story -> !story.getPayload().leavesOpeningsInDoubt());
  }

  /** If no event comes out of order, no window holds more than one session. */
  @ParameterizedTest
  @MethodSource("storiesWithoutDoubt")
  void inTheOrderOfTheRuleTheWindowsAreTheSessions(Telling telling) {
    assertThat(telling.inOrder().size(), is(telling.sessions(telling.all()).size()));
  }

  /** Every story of four events with steps around the gap, in addition to the stories above. */
  @ParameterizedTest
  @ValueSource(longs = {0, 30, 31})
  void inEveryStoryOfFourEventsTheEventsOfOneSessionAreMerged(long start) {
    long cap = start == 0 ? NO_CAP : 2 * GAP;
    long[] steps = {0, 10, 29, 30};
    List<String> faults = new ArrayList<>();
    for (int choice = 0; choice < 64 * 81; choice++) {
      List<Event> events = new ArrayList<>();
      long millis = start;
      for (int i = 0, rest = choice / 64, step = choice % 64; i < 4; i++, rest /= 3) {
        boolean copy = rest % 3 == 2 && i > 0;
        String id = copy ? Story.id(events.get(i - 1)) : "" + (char) ('a' + i);
        boolean opening = copy ? !events.get(i - 1).opening() : rest % 3 == 1;
        events.add(event(millis, id, opening, "" + (9 - i)));
        millis += steps[step % 4];
        step /= 4;
      }
      Telling telling = new Telling(cap, events);
      telling.tell();
      telling.mergeInTwoParts();
      faults.addAll(telling.faults);
    }
    assertThat(faults, is(empty()));
  }

  @Test
  void noWindowsMakeNoGroup() {
    assertThat(new WindowMerge(SessionRules.ofMillis(GAP, CAP)).groups(List.of()), is(empty()));
  }

  @Test
  void theSpanOfTwoWindowsDoesNotDependOnTheirOrder() {
    List<SessionWindow> windows = new ArrayList<>();
    for (long start : List.of(0L, 10L)) {
      for (boolean opens : List.of(false, true)) {
        windows.add(Story.window(start, opens, GAP));
        windows.add(new SessionWindow(start, 20, 15, opens, GAP));
      }
    }
    for (SessionWindow one : windows) {
      for (SessionWindow other : windows) {
        assertThat(one.span(other), is(other.span(one)));
      }
    }
  }

  /**
   * A story, and all ways in which it can arrive. Each window has the set of its events, one bit
   * for each. Ways that lead to the same windows continue as one, with their number.
   */
  static final class Telling {
    private static final int ENOUGH = 5;

    private final List<Event> events;
    private final SessionRules rules;
    private final WindowMerge merge;
    private final SessionCutter cutter;
    private final Map<Integer, List<List<String>>> sessions = new HashMap<>();
    private final Set<Map<SessionWindow, Integer>> checked = new HashSet<>();
    private final Set<Map<SessionWindow, Integer>> complete = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    Telling(long cap, List<Event> events) {
      this.events = List.copyOf(events);
      rules = SessionRules.ofMillis(GAP, cap);
      merge = new WindowMerge(rules);
      cutter = new SessionCutter(rules);
    }

    int all() {
      return (1 << events.size()) - 1;
    }

    /**
     * Goes through all ways, and checks the windows after every merge.
     *
     * @return the number of ways
     */
    long tell() {
      Map<Map<SessionWindow, Integer>, Long> ways = Map.of(Map.of(), 1L);
      for (int arrived = 1; arrived <= events.size(); arrived++) {
        Map<Map<SessionWindow, Integer>, Long> next = new HashMap<>();
        for (Map.Entry<Map<SessionWindow, Integer>, Long> way : ways.entrySet()) {
          int there = eventsOf(way.getKey());
          for (int i = 0; i < events.size(); i++) {
            if ((there & 1 << i) == 0) {
              Map<SessionWindow, Integer> grown = with(way.getKey(), i);
              Map<SessionWindow, Integer> merged = merged(grown);
              check(merged);
              next.merge(merged, way.getValue(), Long::sum);
              if (arrived == events.size()) {
                complete.add(grown);
                complete.add(merged);
              } else {
                next.merge(grown, way.getValue(), Long::sum);
              }
            }
          }
        }
        ways = next;
      }
      return ways.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Checks the result of merging any two subsets of complete windows before merging all. */
    void mergeInTwoParts() {
      for (Map<SessionWindow, Integer> windows : complete) {
        List<SessionWindow> list = List.copyOf(windows.keySet());
        for (int part = 1; part < 1 << (list.size() - 1); part++) {
          Map<SessionWindow, Integer> one = new HashMap<>(windows);
          Map<SessionWindow, Integer> other = new HashMap<>(windows);
          for (int i = 0; i < list.size(); i++) {
            ((part & 1 << i) == 0 ? one : other).remove(list.get(i));
          }
          Map<SessionWindow, Integer> both = merged(one);
          merged(other).forEach((window, bits) -> both.merge(window, bits, (a, b) -> a | b));
          check(merged(both));
        }
      }
    }

    /**
     * Whether, at one instant, some events are opening events and others are not. The latter may be
     * duplicates of the former.
     */
    boolean leavesOpeningsInDoubt() {
      return events.stream()
          .collect(Collectors.groupingBy(Event::millis, Collectors.partitioningBy(Event::opening)))
          .values()
          .stream()
          .anyMatch(byOpening -> byOpening.values().stream().noneMatch(List::isEmpty));
    }

    /** The windows if events come in the rule's order and are merged after each event. */
    Map<SessionWindow, Integer> inOrder() {
      List<Event> sorted = new ArrayList<>(events);
      sorted.sort(Event.ORDER);
      Map<SessionWindow, Integer> windows = Map.of();
      for (Event event : sorted) {
        windows = merged(with(windows, events.indexOf(event)));
      }
      return windows;
    }

    List<List<String>> sessions(int bits) {
      return sessions.computeIfAbsent(
          bits, b -> SequentialRule.sessions(chosen(b), GAP, rules.maxDurationMillis()));
    }

    private Map<SessionWindow, Integer> with(Map<SessionWindow, Integer> windows, int index) {
      Event event = events.get(index);
      Map<SessionWindow, Integer> grown = new HashMap<>(windows);
      grown.merge(Story.window(event.millis(), event.opening(), GAP), 1 << index, (a, b) -> a | b);
      return grown;
    }

    private Map<SessionWindow, Integer> merged(Map<SessionWindow, Integer> windows) {
      Map<SessionWindow, Integer> merged = new HashMap<>(windows);
      for (WindowMerge.Group group : merge.groups(windows.keySet())) {
        int bits = 0;
        for (SessionWindow member : group.members()) {
          bits |= Objects.requireNonNull(merged.remove(member));
        }
        merged.merge(group.merged(), bits, (a, b) -> a | b);
      }
      return merged;
    }

    private void check(Map<SessionWindow, Integer> windows) {
      if (faults.size() >= ENOUGH || !checked.add(windows)) {
        return;
      }
      List<SessionWindow> sorted = new ArrayList<>(windows.keySet());
      sorted.sort(Comparator.comparingLong(SessionWindow::start));
      List<List<String>> cut = new ArrayList<>();
      for (SessionWindow window : sorted) {
        List<Event> members = chosen(Objects.requireNonNull(windows.get(window)));
        cut.addAll(SequentialRule.ids(cutter.cut(members).sessions()));
        blameUnless(window.equals(windowOver(members)), "not the window of its events", windows);
      }
      blameUnless(cut.equals(sessions(eventsOf(windows))), "sessions " + cut, windows);
      blameUnless(merge.groups(sorted).isEmpty(), "another pass merges more", windows);
      Collections.reverse(sorted);
      blameUnless(merge.groups(sorted).isEmpty(), "a pass the other way merges more", windows);
    }

    private void blameUnless(boolean right, String fault, Map<SessionWindow, Integer> windows) {
      if (!right) {
        faults.add(fault + " in " + windows + " of " + events.stream().map(this::text).toList());
      }
    }

    private String text(Event event) {
      return Story.id(event) + (event.opening() ? " opens at " : " at ") + event.millis();
    }

    private List<Event> chosen(int bits) {
      List<Event> chosen = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        if ((bits & 1 << i) != 0) {
          chosen.add(events.get(i));
        }
      }
      return chosen;
    }

    private static int eventsOf(Map<SessionWindow, Integer> windows) {
      return windows.values().stream().reduce(0, (a, b) -> a | b);
    }

    private static SessionWindow windowOver(List<Event> events) {
      long start = events.stream().mapToLong(Event::millis).min().orElseThrow();
      return new SessionWindow(
          start,
          events.stream().mapToLong(Event::millis).max().orElseThrow(),
          events.stream()
              .filter(Event::opening)
              .mapToLong(Event::millis)
              .max()
              .orElse(SessionWindow.NO_OPENING),
          events.stream().filter(e -> e.millis() == start).allMatch(Event::opening),
          GAP);
    }
  }
}

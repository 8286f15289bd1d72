package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.PackedEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Gives groups of one machine out as {@link GatherByMachineFn} does, and knows all that was written
 * of them and what a reader makes of it.
 */
final class Desk {
  private static final String MACHINE = "m";
  private static final Comparator<RevisedSession> BY_START_AND_REVISION =
      Comparator.comparingLong((RevisedSession line) -> line.session().start())
          .thenComparing(RevisedSession::revision);

  /** Events that were given out, with their first and their last instant. */
  private record Held(long from, long to, EventGroup.Given given) {
    static Held of(List<Event> events, int revision, SessionRules rules) {
      return new Held(
          events.stream().mapToLong(Event::millis).min().orElseThrow(),
          events.stream().mapToLong(Event::millis).max().orElseThrow(),
          new EventGroup.Given(PackedEvents.of(events), revision, rules));
    }

    boolean overlaps(Held other) {
      return from <= other.to && other.from <= to;
    }
  }

  private final List<Held> held = new ArrayList<>();
  private final List<RevisedSession> lines = new ArrayList<>();
  private final List<RevisedSession> superseded = new ArrayList<>();
  private List<RevisedSession> lastVoided = List.of();
  private long duplicates;

  /** Gives a pane out: all events so far of one window, those that were given out among them. */
  Revision fire(List<Event> pane, SessionRules rules) {
    Held first = Held.of(pane, 0, rules);
    List<Held> touched = held.stream().filter(first::overlaps).toList();
    touched.forEach(before -> requireAll(before.given(), pane));
    Revision revision =
        Revision.of(
            touched.stream().map(Held::given).toList(),
            MACHINE,
            new SessionCutter(rules).cut(pane));
    lastVoided = revision.superseded().stream().map(this::lineOf).toList();
    superseded.addAll(lastVoided);
    lines.addAll(revision.sessions());
    duplicates += revision.duplicates();
    int next = 1 + touched.stream().mapToInt(before -> before.given().revision()).max().orElse(-1);
    held.removeAll(touched);
    held.add(Held.of(pane, next, rules));
    return revision;
  }

  private static void requireAll(EventGroup.Given given, List<Event> pane) {
    List<Event> left = new ArrayList<>(given.events().toList(MACHINE));
    pane.forEach(left::remove);
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("a pane lacks what was given out before: " + left);
    }
  }

  /** The line that was written last of a session just as it is. */
  private RevisedSession lineOf(Session session) {
    return lines.stream()
        .filter(line -> line.session().equals(session))
        .max(BY_START_AND_REVISION)
        .orElseThrow(() -> new AssertionError("was never written: " + session));
  }

  long duplicates() {
    return duplicates;
  }

  /** The lines that hold once all revisions are applied, by start. */
  List<RevisedSession> holding() {
    Map<Long, Integer> highest = new HashMap<>();
    for (RevisedSession line : lines) {
      highest.merge(line.session().start(), line.revision(), Math::max);
      line.replacedStarts().forEach(start -> highest.merge(start, line.revision(), Math::max));
    }
    return lines.stream()
        .filter(
            line -> Objects.requireNonNull(highest.get(line.session().start())) <= line.revision())
        .sorted(BY_START_AND_REVISION)
        .toList();
  }

  /** The lines that have the highest revision of all about some instant, by start. */
  List<RevisedSession> highestOfSomeInstant() {
    Map<Long, RevisedSession> highest = new TreeMap<>();
    for (RevisedSession line : lines) {
      for (Event event : line.session().events()) {
        highest.merge(event.millis(), line, (a, b) -> a.revision() > b.revision() ? a : b);
      }
    }
    return highest.values().stream().distinct().sorted(BY_START_AND_REVISION).toList();
  }

  /** All lines without those that were superseded, by start. */
  List<RevisedSession> notSuperseded() {
    List<RevisedSession> left = new ArrayList<>(lines);
    for (RevisedSession line : superseded) {
      if (!left.remove(line)) {
        throw new AssertionError("is superseded twice: " + line);
      }
    }
    return left.stream().sorted(BY_START_AND_REVISION).toList();
  }

  /** The sessions of the events that are held, each cut by the rules of its time, by start. */
  List<Session> remembered() {
    return held.stream()
        .map(Held::given)
        .flatMap(
            given ->
                new SessionCutter(given.rules())
                    .cut(given.events().toList(MACHINE)).sessions().stream())
        .sorted(Comparator.comparingLong(Session::start))
        .toList();
  }

  /** What the last pane made void: {@code start@revision}. */
  List<String> lastVoided() {
    return keys(lastVoided);
  }

  /** Lines as {@code start@revision}. */
  static List<String> keys(List<RevisedSession> lines) {
    return lines.stream().map(line -> line.session().start() + "@" + line.revision()).toList();
  }

  /** Lines as {@code ids@revision for [the starts that it replaces]}, with a bar between. */
  static String text(List<RevisedSession> lines) {
    return lines.stream().map(Desk::text).collect(Collectors.joining(" | "));
  }

  private static String text(RevisedSession line) {
    String replaced = line.replacedStarts().isEmpty() ? "" : " for " + line.replacedStarts();
    return Story.text(List.of(line.session())) + "@" + line.revision() + replaced;
  }
}

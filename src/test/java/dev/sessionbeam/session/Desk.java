package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.EncodedEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Emits groups of one machine as {@link GatherByMachineFn} does. It remembers all lines that were
 * written, and computes what a reader makes of them.
 */
final class Desk {
  private static final String MACHINE = "m";
  private static final Comparator<RevisedSession> BY_START_AND_REVISION =
      Comparator.comparingLong((RevisedSession line) -> line.session().start())
          .thenComparing(RevisedSession::revision);

  /** Events that were emitted, with their first and their last instant. */
  private record Held(long from, long to, EventGroup.Emitted emitted) {
    static Held of(List<Event> events, int revision, SessionRules rules) {
      return new Held(
          events.stream().mapToLong(Event::millis).min().orElseThrow(),
          events.stream().mapToLong(Event::millis).max().orElseThrow(),
          new EventGroup.Emitted(EncodedEvents.of(events), revision, rules));
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

  /** Emits a pane: all events so far of one window, including those that were emitted before. */
  Revision fire(List<Event> pane, SessionRules rules) {
    Held first = Held.of(pane, 0, rules);
    List<Held> touched = held.stream().filter(first::overlaps).toList();
    touched.forEach(before -> requireAll(before.emitted(), pane));
    Revision revision =
        Revision.of(
            touched.stream().map(Held::emitted).toList(),
            MACHINE,
            new SessionCutter(rules).cut(pane));
    lastVoided = revision.superseded().stream().map(this::lineOf).toList();
    superseded.addAll(lastVoided);
    lines.addAll(revision.sessions());
    duplicates += revision.duplicates();
    int next =
        1 + touched.stream().mapToInt(before -> before.emitted().revision()).max().orElse(-1);
    held.removeAll(touched);
    held.add(Held.of(pane, next, rules));
    return revision;
  }

  private static void requireAll(EventGroup.Emitted emitted, List<Event> pane) {
    List<Event> left = new ArrayList<>(emitted.events().toList(MACHINE));
    pane.forEach(left::remove);
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("a pane lacks events that were emitted before: " + left);
    }
  }

  /** The last line that was written for exactly this session. */
  private RevisedSession lineOf(Session session) {
    return lines.stream()
        .filter(line -> line.session().equals(session))
        .max(BY_START_AND_REVISION)
        .orElseThrow(() -> new AssertionError("the session was never written: " + session));
  }

  long duplicates() {
    return duplicates;
  }

  /** The lines that are valid after all revisions, by start. */
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

  /** The lines that have the highest revision for at least one instant, by start. */
  List<RevisedSession> highestOfSomeInstant() {
    Map<Long, RevisedSession> highest = new TreeMap<>();
    for (RevisedSession line : lines) {
      for (Event event : line.session().events()) {
        highest.merge(event.millis(), line, (a, b) -> a.revision() > b.revision() ? a : b);
      }
    }
    return highest.values().stream().distinct().sorted(BY_START_AND_REVISION).toList();
  }

  /** All lines that were not superseded, by start. */
  List<RevisedSession> notSuperseded() {
    List<RevisedSession> left = new ArrayList<>(lines);
    for (RevisedSession line : superseded) {
      if (!left.remove(line)) {
        throw new AssertionError("the line is superseded twice: " + line);
      }
    }
    return left.stream().sorted(BY_START_AND_REVISION).toList();
  }

  /** The sessions of the held events, each cut by the rules of its time, by start. */
  List<Session> remembered() {
    return held.stream()
        .map(Held::emitted)
        .flatMap(
            emitted ->
                new SessionCutter(emitted.rules())
                    .cut(emitted.events().toList(MACHINE)).sessions().stream())
        .sorted(Comparator.comparingLong(Session::start))
        .toList();
  }

  /** The lines that the last pane superseded, as {@code start@revision}. */
  List<String> lastVoided() {
    return keys(lastVoided);
  }

  /** Lines as {@code start@revision}. */
  static List<String> keys(List<RevisedSession> lines) {
    return lines.stream().map(line -> line.session().start() + "@" + line.revision()).toList();
  }

  /** Lines as {@code ids@revision for [the starts that it replaces]}, separated by bars. */
  static String text(List<RevisedSession> lines) {
    return lines.stream().map(Desk::text).collect(Collectors.joining(" | "));
  }

  private static String text(RevisedSession line) {
    String replaced = line.replacedStarts().isEmpty() ? "" : " for " + line.replacedStarts();
    return Story.text(List.of(line.session())) + "@" + line.revision() + replaced;
  }
}

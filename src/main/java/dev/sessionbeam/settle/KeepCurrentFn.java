package dev.sessionbeam.settle;

import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.DaySwitch;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Decides which lines of a session are current, and emits these, by the files that they go to. A
 * session's line is current if no line about the session has a higher revision: neither one of its
 * own nor one that replaces it. Its events are current with it. See docs/streaming.md, "Revisions".
 */
final class KeepCurrentFn extends DoFn<KV<String, Iterable<LiveLine>>, KV<String, SortedLine>> {
  /** The current lines, by the names of their files. */
  static final TupleTag<KV<String, SortedLine>> CURRENT = new TupleTag<>() {};

  /** By the day whose lines say so: the sessions of other days that are replaced. */
  static final TupleTag<KV<String, DaySwitch.Replaced>> REPLACED = new TupleTag<>() {};

  private final Counter events = SettleCounts.counter(SettleCounts.superseded(Dataset.EVENTS));
  private final Counter sessions = SettleCounts.counter(SettleCounts.superseded(Dataset.SESSIONS));
  private final Counter replacedSessions = SettleCounts.counter(SettleCounts.REPLACED);
  private final SettleTask task;

  KeepCurrentFn(SettleTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element KV<String, Iterable<LiveLine>> lines, MultiOutputReceiver out) {
    OneSession session = new OneSession();
    Objects.requireNonNull(lines.getValue()).forEach(session::add);
    if (!session.current.isEmpty()) {
      emit(session, out);
    }
    session.end();
    String id = Objects.requireNonNull(lines.getKey());
    session
        .replacedOnOtherDays()
        .forEach(
            (day, revision) -> {
              replacedSessions.inc();
              out.get(REPLACED).output(KV.of(day, new DaySwitch.Replaced(id, revision)));
            });
  }

  private void emit(OneSession session, MultiOutputReceiver out) {
    // Only a repeated line gives a session two lines of one revision; each is as good.
    SessionLine first =
        SessionLine.parse(
            session.current.get(0).json(), task.definition().roles().machineInSessions());
    for (LiveLine line : session.current) {
      emit(Dataset.SESSIONS, line, first, 0, out);
    }
    List<LiveLine> own = session.events.remove(session.revision);
    for (LiveLine line : own == null ? List.<LiveLine>of() : own) {
      emit(Dataset.EVENTS, line, first, EventLine.parse(line.json()).index(), out);
    }
  }

  private void emit(
      Dataset dataset, LiveLine line, SessionLine session, int index, MultiOutputReceiver out) {
    out.get(CURRENT)
        .output(
            KV.of(
                task.file(dataset, line.partition(), session.machine()),
                new SortedLine(session.machine(), session.start(), index, line.json())));
  }

  /** What is known about a session. Holds only what may still be current. */
  private final class OneSession {
    /** The highest revision of a line about the session so far. */
    private int revision = -1;

    /** The session's own lines of that revision. */
    private final List<LiveLine> current = new ArrayList<>();

    /** The events of that revision and of higher ones. */
    private final TreeMap<Integer, List<LiveLine>> events = new TreeMap<>();

    /** The highest revisions of lines that replace the session, by their days. */
    private final Map<String, Integer> mentions = new HashMap<>();

    /** The day of the session's own lines; empty if no line of it is on a day that settles. */
    private Optional<LocalDate> day = Optional.empty();

    void add(LiveLine line) {
      if (line.kind() == LiveLine.Kind.EVENT) {
        if (line.revision() < revision) {
          KeepCurrentFn.this.events.inc();
        } else {
          events.computeIfAbsent(line.revision(), any -> new ArrayList<>()).add(line);
        }
        return;
      }
      if (line.revision() > revision) {
        revision = line.revision();
        sessions.inc(current.size());
        current.clear();
        drop(events.headMap(revision, false));
      }
      if (line.kind() == LiveLine.Kind.MENTION) {
        if (!line.partition().isEmpty()) {
          mentions.merge(line.partition(), line.revision(), Math::max);
        }
        return;
      }
      day = DateRange.dayOf(Dataset.SESSIONS.folder(line.partition()) + "/");
      if (line.revision() < revision) {
        sessions.inc();
      } else {
        current.add(line);
      }
    }

    /** Counts what is left: events without a current session. */
    void end() {
      drop(events);
    }

    private void drop(Map<Integer, List<LiveLine>> some) {
      some.values().forEach(lines -> KeepCurrentFn.this.events.inc(lines.size()));
      some.clear();
    }

    Map<String, Integer> replacedOnOtherDays() {
      Map<String, Integer> others = new TreeMap<>(mentions);
      day.ifPresent(own -> others.remove(own.toString()));
      return others;
    }
  }
}

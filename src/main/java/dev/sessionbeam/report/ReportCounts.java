package dev.sessionbeam.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** All counts of a report. They add up, in any order. */
final class ReportCounts implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final int HOURS = 24;

  /** Sessions that start and events, by something. */
  static final class Activity implements Serializable {
    private static final long serialVersionUID = 1;

    private long sessions;
    private long events;

    private void add(Activity more) {
      sessions += more.sessions;
      events += more.events;
    }

    long sessions() {
      return sessions;
    }

    long events() {
      return events;
    }
  }

  private final int ownGap;
  private final SortedMap<Long, Activity> days = new TreeMap<>();
  private final List<Activity> hours = new ArrayList<>();
  private final Distribution pauses;
  private final Distribution lengths = new Distribution(Bounds.COUNTS);
  private final Distribution durations = new Distribution(Bounds.DURATIONS);
  private final Distribution sessionsOfMachines = new Distribution(Bounds.COUNTS);
  private final List<GapCounts> gaps = new ArrayList<>();
  private ActionCounts actions = new ActionCounts();
  private final List<FunnelCounts> funnels = new ArrayList<>();
  private final LineCounts lines = new LineCounts();
  private final SortedMap<String, Long> rejected = new TreeMap<>();
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  ReportCounts(ReportTask task) {
    ownGap = task.ownGap();
    pauses = new Distribution(Bounds.ofPauses(task.gaps()));
    task.rules().forEach(rules -> gaps.add(new GapCounts(rules)));
    task.funnels().forEach(steps -> funnels.add(new FunnelCounts(steps)));
    for (int hour = 0; hour < HOURS; hour++) {
      hours.add(new Activity());
    }
  }

  /**
   * Adds the sessions of a machine on kept days.
   *
   * @param numbers the numbers of the actions that have one
   * @return the machine's state after these days
   */
  MachineState addKept(MachineEvents machine, Map<String, Integer> numbers) {
    lines.add(machine.keptLines());
    return addSessions(machine, 0, machine.kept(), machine.before(), numbers);
  }

  /**
   * Adds the other sessions of a machine, and what is left to be counted at its end.
   *
   * @param state the machine's state after kept days
   */
  void addLast(MachineEvents machine, MachineState state, Map<String, Integer> numbers) {
    lines.add(machine.lines());
    MachineState last =
        addSessions(machine, machine.kept(), machine.starts().length, state, numbers);
    if (last.hasEvents()) {
      sessionsOfMachines.add(last.sessions());
      for (int i = 0; i < gaps.size(); i++) {
        gaps.get(i).end(last.cuts().get(i));
      }
    }
  }

  private MachineState addSessions(
      MachineEvents machine,
      int fromSession,
      int toSession,
      MachineState before,
      Map<String, Integer> numbers) {
    int from = machine.start(fromSession);
    int to = machine.start(toSession);
    if (from == to) {
      return before;
    }
    long[] millis = machine.millis();
    for (int i = from; i < to; i++) {
      day(millis[i]).events++;
      hour(millis[i]).events++;
      if (i > from || before.hasEvents()) {
        pauses.add(millis[i] - (i > from ? millis[i - 1] : before.last()));
      }
      firstMillis = Math.min(firstMillis, millis[i]);
      lastMillis = Math.max(lastMillis, millis[i]);
    }
    for (int session = fromSession; session < toSession; session++) {
      int begin = machine.start(session);
      int end = machine.end(session);
      day(millis[begin]).sessions++;
      hour(millis[begin]).sessions++;
      lengths.add(end - begin);
      durations.add(millis[end - 1] - millis[begin]);
    }
    List<MachineState.Cut> cuts = new ArrayList<>();
    for (int i = 0; i < gaps.size(); i++) {
      MachineState.Cut open = before.hasEvents() ? before.cuts().get(i) : null;
      cuts.add(Objects.requireNonNull(gaps.get(i).cut(machine, from, to, open)));
    }
    actions.add(machine, fromSession, toSession, numbers);
    funnels.forEach(funnel -> funnel.add(machine, fromSession, toSession));
    return new MachineState(
        before.machine(), before.sessions() + toSession - fromSession, cuts, before.replaced());
  }

  /** Adds rejected records of a reason. */
  void addRejected(String reason, long count) {
    rejected.merge(reason, count, Long::sum);
  }

  /** Adds other counts of the same task. */
  void add(ReportCounts more) {
    more.days.forEach((day, some) -> days.computeIfAbsent(day, any -> new Activity()).add(some));
    for (int hour = 0; hour < HOURS; hour++) {
      hours.get(hour).add(more.hours.get(hour));
    }
    pauses.add(more.pauses);
    lengths.add(more.lengths);
    durations.add(more.durations);
    sessionsOfMachines.add(more.sessionsOfMachines);
    for (int i = 0; i < gaps.size(); i++) {
      gaps.get(i).add(more.gaps.get(i));
    }
    actions.add(more.actions);
    for (int i = 0; i < funnels.size(); i++) {
      funnels.get(i).add(more.funnels.get(i));
    }
    lines.add(more.lines);
    more.rejected.forEach(this::addRejected);
    firstMillis = Math.min(firstMillis, more.firstMillis);
    lastMillis = Math.max(lastMillis, more.lastMillis);
  }

  /** Gives other numbers to the actions. */
  void renumber(int[] numbers) {
    actions = actions.renumbered(numbers);
  }

  private Activity day(long millis) {
    return days.computeIfAbsent(Math.floorDiv(millis, DAY), any -> new Activity());
  }

  private Activity hour(long millis) {
    return hours.get((int) (Math.floorMod(millis, DAY) / HOUR));
  }

  /** Returns what happened on each day in UTC, by the days since the epoch. */
  SortedMap<Long, Activity> days() {
    return days;
  }

  /** Returns what happened in each hour of the day in UTC. */
  List<Activity> hours() {
    return hours;
  }

  /** Returns the pauses between consecutive events of a machine, in milliseconds. */
  Distribution pauses() {
    return pauses;
  }

  /** Returns the numbers of events of sessions. */
  Distribution lengths() {
    return lengths;
  }

  /** Returns the durations of sessions, in milliseconds. */
  Distribution durations() {
    return durations;
  }

  /** Returns the numbers of sessions of machines. */
  Distribution sessionsOfMachines() {
    return sessionsOfMachines;
  }

  List<GapCounts> gaps() {
    return gaps;
  }

  ActionCounts actions() {
    return actions;
  }

  List<FunnelCounts> funnels() {
    return funnels;
  }

  LineCounts lines() {
    return lines;
  }

  /** Returns rejected records by reason. */
  SortedMap<String, Long> rejected() {
    return rejected;
  }

  /** Returns how many sessions start at other events than the stored ones, by the own gap. */
  long cutOtherwise() {
    return gaps.get(ownGap).differ();
  }

  /** Returns the instant of the first event; only if there are events. */
  long firstMillis() {
    return firstMillis;
  }

  /** Returns the instant of the last event; only if there are events. */
  long lastMillis() {
    return lastMillis;
  }
}

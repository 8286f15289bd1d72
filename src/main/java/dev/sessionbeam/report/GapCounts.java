package dev.sessionbeam.report;

import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionStartRule;
import dev.sessionbeam.session.StartReason;
import java.io.Serializable;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** What a gap gives: the sessions that the events have when they are cut with it. */
final class GapCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final SessionRules rules;
  private final EnumMap<StartReason, Long> reasons = new EnumMap<>(StartReason.class);
  private final Distribution lengths = new Distribution(Bounds.COUNTS);
  private final Distribution durations = new Distribution(Bounds.DURATIONS);

  GapCounts(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Cuts the events of a machine.
   *
   * @return how many sessions start at other events than the stored ones
   */
  long cut(MachineEvents machine) {
    SessionStartRule rule = new SessionStartRule(rules);
    int stored = 0;
    int shared = 0;
    int sessions = 0;
    int first = 0;
    for (int i = 0; i < machine.size(); i++) {
      StartReason reason = rule.reasonOfNext(machine.millis()[i], machine.opening()[i]);
      boolean isStored = stored < machine.starts().length && machine.starts()[stored] == i;
      stored += isStored ? 1 : 0;
      if (reason != null) {
        sessions++;
        shared += isStored ? 1 : 0;
        end(machine, first, i, reason);
        first = i;
      }
    }
    end(machine, first, machine.size(), null);
    return sessions + (long) machine.starts().length - 2L * shared;
  }

  /** Counts the session that ends before a place, and why the next one starts. */
  private void end(MachineEvents machine, int first, int end, @Nullable StartReason next) {
    if (end > first) {
      lengths.add(end - first);
      durations.add(machine.millis()[end - 1] - machine.millis()[first]);
    }
    if (next != null) {
      reasons.merge(next, 1L, Long::sum);
    }
  }

  void add(GapCounts more) {
    more.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    lengths.add(more.lengths);
    durations.add(more.durations);
  }

  SessionRules rules() {
    return rules;
  }

  /** Returns how many sessions start for a reason. */
  long starts(StartReason reason) {
    return reasons.getOrDefault(reason, 0L);
  }

  /** Returns the numbers of events of the sessions. */
  Distribution lengths() {
    return lengths;
  }

  /** Returns the durations of the sessions, in milliseconds. */
  Distribution durations() {
    return durations;
  }
}

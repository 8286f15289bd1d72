package dev.sessionbeam.report;

import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionStartRule;
import dev.sessionbeam.session.StartReason;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/** What a gap gives: the sessions that the events have when they are cut with it. */
final class GapCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final SessionRules rules;
  private final EnumMap<StartReason, Long> reasons = new EnumMap<>(StartReason.class);
  private final Distribution lengths = new Distribution(Bounds.COUNTS);
  private final Distribution durations = new Distribution(Bounds.DURATIONS);

  private long differ;

  GapCounts(SessionRules rules) {
    this.rules = rules;
  }

  /**
   * Cuts events of a machine.
   *
   * @param from the place of the first one
   * @param to the place after the last one
   * @param before the session that the events before are in; null if there is none
   * @return the session that the last event is in, which is not counted yet; null if there is none
   */
  MachineState.@Nullable Cut cut(
      MachineEvents machine, int from, int to, MachineState.@Nullable Cut before) {
    SessionStartRule rule =
        before == null ? new SessionStartRule(rules) : new SessionStartRule(rules, before.place());
    int length = before == null ? 0 : before.length();
    long start = before == null ? 0 : before.place().start();
    long previous = before == null ? 0 : before.place().previous();
    int stored = Arrays.binarySearch(machine.starts(), from);
    for (int i = from; i < to; i++) {
      long millis = machine.millis()[i];
      StartReason reason = rule.reasonOfNext(millis, machine.opening()[i]);
      boolean isStored = stored < machine.starts().length && machine.starts()[stored] == i;
      stored += isStored ? 1 : 0;
      differ += isStored == (reason != null) ? 0 : 1;
      if (reason != null) {
        end(length, previous - start);
        reasons.merge(reason, 1L, Long::sum);
        length = 0;
        start = millis;
      }
      length++;
      previous = millis;
    }
    return length == 0 ? null : new MachineState.Cut(rule.place(), length);
  }

  /** Counts a session that has ended, if there is one. */
  void end(MachineState.@Nullable Cut last) {
    if (last != null) {
      end(last.length(), last.duration());
    }
  }

  private void end(int length, long duration) {
    if (length > 0) {
      lengths.add(length);
      durations.add(duration);
    }
  }

  void add(GapCounts more) {
    more.reasons.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    differ += more.differ;
    lengths.add(more.lengths);
    durations.add(more.durations);
  }

  /** Returns how many sessions start at other events than the stored ones, or do not start. */
  long differ() {
    return differ;
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

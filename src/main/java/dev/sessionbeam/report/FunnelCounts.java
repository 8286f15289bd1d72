package dev.sessionbeam.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How many sessions have the steps of a funnel, in order: each step is the first event with the
 * step's action after that of the step before.
 */
final class FunnelCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<String> steps;
  private final long[] reached;
  private final List<Distribution> times = new ArrayList<>();

  FunnelCounts(List<String> steps) {
    this.steps = List.copyOf(steps);
    this.reached = new long[steps.size()];
    steps.forEach(step -> times.add(new Distribution(Bounds.DURATIONS)));
  }

  /**
   * Counts sessions of a machine.
   *
   * @param from the first session
   * @param to the one after the last one
   */
  void add(MachineEvents machine, int from, int to) {
    int[] wanted = steps.stream().mapToInt(machine.actions()::indexOf).toArray();
    if (wanted[0] < 0) {
      return;
    }
    for (int session = from; session < to; session++) {
      int step = 0;
      long before = 0;
      int end = machine.end(session);
      for (int i = machine.start(session); i < end && step < wanted.length; i++) {
        if (machine.action()[i] == wanted[step]) {
          reached[step]++;
          if (step > 0) {
            times.get(step).add(machine.millis()[i] - before);
          }
          before = machine.millis()[i];
          step++;
        }
      }
    }
  }

  void add(FunnelCounts more) {
    for (int i = 0; i < reached.length; i++) {
      reached[i] += more.reached[i];
      times.get(i).add(more.times.get(i));
    }
  }

  List<String> steps() {
    return steps;
  }

  /** Returns how many sessions have the first steps up to this one. */
  long reached(int step) {
    return reached[step];
  }

  /** Returns the times from the step before, in milliseconds; empty for the first step. */
  Distribution times(int step) {
    return times.get(step);
  }
}

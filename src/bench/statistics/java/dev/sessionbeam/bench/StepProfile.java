package dev.sessionbeam.bench;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each step of a run took.
 *
 * @param seconds CPU seconds of each step that has any
 * @param events the number of events of the run; above 0
 */
record StepProfile(Map<Step, Double> seconds, long events) {
  private static final double MILLION = 1e6;

  /** Returns the CPU seconds of a million events, by step, with the start of the process. */
  Map<Step, Double> ofMillion() {
    return dividedBy(events, new StepProfile(Map.of(), 0));
  }

  /**
   * Returns the CPU seconds of a million events more, by step: the start is in both runs, and so
   * not in the difference. A step may be below zero where equal runs differ by more than it takes.
   *
   * @param fewer the same run with fewer events
   */
  Map<Step, Double> ofMillionMore(StepProfile fewer) {
    if (events <= fewer.events) {
      throw new IllegalArgumentException(
          "MORE must be larger than EVENTS: " + events + " is not larger than " + fewer.events);
    }
    return dividedBy(events - fewer.events, fewer);
  }

  private Map<Step, Double> dividedBy(long number, StepProfile other) {
    Map<Step, Double> divided = new EnumMap<>(Step.class);
    for (Step step : Step.values()) {
      double more = seconds.getOrDefault(step, 0.0) - other.seconds.getOrDefault(step, 0.0);
      divided.put(step, more / (number / MILLION));
    }
    return divided;
  }
}

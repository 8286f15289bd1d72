package dev.sessionbeam.bench;

import java.time.Duration;
import java.util.function.Function;

/**
 * What one further event costs once everything is warm: the difference between the cost of many
 * events and that of few, for each event that is only among the many. The start of the process is
 * in both, so it is not part of the difference.
 *
 * @param wall microseconds of wall time an event
 * @param user microseconds of CPU time an event outside the kernel
 * @param system the same, inside the kernel
 */
record MarginalCost(double wall, double user, double system) {
  /**
   * Compares two runs of one program.
   *
   * @param fewEvents the number of events of the cheaper run
   * @param manyEvents the number of events of the other run; it must be larger
   */
  static MarginalCost of(Cost few, long fewEvents, Cost many, long manyEvents) {
    if (manyEvents <= fewEvents) {
      throw new IllegalArgumentException(
          "MORE must be larger than EVENTS: " + manyEvents + " is not larger than " + fewEvents);
    }
    long events = manyEvents - fewEvents;
    return new MarginalCost(
        micros(few, many, Cost::wall) / events,
        micros(few, many, Cost::user) / events,
        micros(few, many, Cost::system) / events);
  }

  private static double micros(Cost few, Cost many, Function<Cost, Duration> what) {
    return what.apply(many).minus(what.apply(few)).toNanos() / 1e3;
  }

  /** CPU time in and outside the kernel. */
  double cpu() {
    return user + system;
  }
}

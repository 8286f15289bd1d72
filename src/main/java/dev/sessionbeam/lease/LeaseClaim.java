package dev.sessionbeam.lease;

import java.io.Serializable;

/**
 * A request for a lease: who asks, and for what.
 *
 * @param holder the run id: the same for a run that is resumed, and after Flink restarts its job
 */
public record LeaseClaim(String holder, RunKind kind, LeasedDays coverage) implements Serializable {
  /**
   * Checks the holder.
   *
   * @throws IllegalArgumentException if the holder is blank
   */
  public LeaseClaim {
    if (holder.isBlank()) {
      throw new IllegalArgumentException("the holder of a lease is blank: give the id of the run");
    }
  }

  /** Returns the same claim for the days that a lease of the holder covers. */
  LeaseClaim like(Lease own) {
    return new LeaseClaim(holder, kind, own.coverage());
  }
}

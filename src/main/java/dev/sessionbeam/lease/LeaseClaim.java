package dev.sessionbeam.lease;

import java.io.Serializable;

/**
 * Who asks for a lease, and for what.
 *
 * @param holder the run id: the same for a run that is resumed, and for Flink's restarts of it
 */
public record LeaseClaim(String holder, RunKind kind, Coverage coverage) implements Serializable {
  /**
   * @throws IllegalArgumentException where the holder is blank
   */
  public LeaseClaim {
    if (holder.isBlank()) {
      throw new IllegalArgumentException("a lease needs a holder");
    }
  }

  /** The same claim on what a lease of the holder covers. */
  LeaseClaim like(Lease own) {
    return new LeaseClaim(holder, kind, own.coverage());
  }
}

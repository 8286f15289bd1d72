package dev.sessionbeam.lease;

import java.io.Serializable;

/**
 * Who asks for a lease, and for what.
 *
 * @param holder the run id: the same for a run that is resumed, and for Flink's restarts of it
 * @param kind the kind of run for a message, such as "a stream" or "a backfill"
 */
public record LeaseClaim(String holder, String kind, Coverage coverage) implements Serializable {
  /**
   * @throws IllegalArgumentException where the holder or the kind is blank
   */
  public LeaseClaim {
    if (holder.isBlank() || kind.isBlank()) {
      throw new IllegalArgumentException("a lease needs a holder and a kind of run");
    }
  }

  /** The same claim on what a lease of the holder covers. */
  LeaseClaim like(Lease own) {
    return new LeaseClaim(holder, kind, own.coverage());
  }
}

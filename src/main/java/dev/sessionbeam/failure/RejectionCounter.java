package dev.sessionbeam.failure;

import org.apache.beam.sdk.metrics.Metrics;

/**
 * Counts rejected records by the code of their reason, in the namespace of {@link RejectedRecord}.
 * The step that rejects a record counts it, once.
 */
public final class RejectionCounter {
  private RejectionCounter() {}

  /** Counts one record. */
  public static void count(RejectedRecord rejected) {
    Metrics.counter(RejectedRecord.class, rejected.reason().code()).inc();
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.output.WriteResults;
import java.time.Instant;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.jspecify.annotations.Nullable;

/**
 * The instants between which the events of a run are.
 *
 * @param first the instant of the first event
 * @param last the instant of the last event
 */
record EventTimes(Instant first, Instant last) {
  /** Reads the times from the metrics of a run; null if it has not noted any. */
  static @Nullable EventTimes of(PipelineResult result) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (MetricResult<DistributionResult> distribution :
        Ledger.metrics(result, WriteResults.class).getDistributions()) {
      DistributionResult times = distribution.getAttempted();
      if (distribution.getName().getName().equals(WriteResults.TIMES) && times.getCount() > 0) {
        first = Math.min(first, times.getMin());
        last = Math.max(last, times.getMax());
      }
    }
    return first > last
        ? null
        : new EventTimes(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
  }
}

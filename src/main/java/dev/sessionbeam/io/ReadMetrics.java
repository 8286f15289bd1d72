package dev.sessionbeam.io;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Defines the metrics of reading. They are the same for every source. This class is their
 * namespace.
 */
public final class ReadMetrics {
  /** Counter: records read. */
  public static final String RECORDS = "records";

  /** Gauge: how long ago the record that was read last had arrived, in milliseconds. */
  public static final String MILLIS_BEHIND_ARRIVAL = "millis_behind_arrival";

  /** The beginning of gauges: the same for one shard, whose id follows. */
  public static final String MILLIS_BEHIND_ARRIVAL_OF = MILLIS_BEHIND_ARRIVAL + "_of_";

  private ReadMetrics() {}

  /** The counter {@link #RECORDS}. */
  public static Counter records() {
    return Metrics.counter(ReadMetrics.class, RECORDS);
  }

  /** The gauge {@link #MILLIS_BEHIND_ARRIVAL}. */
  static Gauge millisBehindArrival() {
    return Metrics.gauge(ReadMetrics.class, MILLIS_BEHIND_ARRIVAL);
  }

  /** The gauge {@link #MILLIS_BEHIND_ARRIVAL_OF} a shard. */
  static Gauge millisBehindArrivalOf(String shard) {
    return Metrics.gauge(ReadMetrics.class, MILLIS_BEHIND_ARRIVAL_OF + shard);
  }
}

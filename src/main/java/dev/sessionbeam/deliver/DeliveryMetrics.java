package dev.sessionbeam.deliver;

import java.util.Locale;
import org.apache.beam.sdk.metrics.Metrics;

/** Reports the account of a shard, from the thread of the runner. */
final class DeliveryMetrics {
  /** The name of the gauge of bytes that wait, before the destination and the shard. */
  static final String WAITING_BYTES = "waiting_bytes";

  /** The name of the counters of attempts, before the destination and the outcome. */
  static final String ATTEMPTS = "attempts";

  private DeliveryMetrics() {}

  /** Reports a shard. Gauges have values that survive restarts; counters do not. */
  static void report(ShardKey key, DeliveryShard shard) {
    DestinationCounts counts = shard.counts();
    gauge(DestinationCounts.ROUTED, key, counts.routed());
    gauge(DestinationCounts.DELIVERED, key, counts.delivered());
    gauge(DestinationCounts.DEAD_LETTERED, key, counts.deadLettered());
    gauge(DestinationCounts.UNDELIVERED, key, counts.undelivered());
    gauge(DestinationCounts.RETRIES, key, counts.retries());
    // In another namespace: that of the counts has nothing but counts.
    Metrics.gauge(DeliveryMetrics.class, name(WAITING_BYTES, key)).set(shard.waitingBytes());
    shard
        .takeAttempts()
        .forEach(
            (kind, number) ->
                Metrics.counter(
                        DeliveryMetrics.class,
                        ATTEMPTS
                            + ":"
                            + key.destination()
                            + ":"
                            + kind.name().toLowerCase(Locale.ROOT))
                    .inc(number));
  }

  private static void gauge(String metric, ShardKey key, long value) {
    Metrics.gauge(DestinationCounts.class, name(metric, key)).set(value);
  }

  private static String name(String metric, ShardKey key) {
    return metric + ":" + key.destination() + ":" + key.shard();
  }
}

package dev.sessionbeam.deliver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * The account of one destination. Every delivery that was routed to it is in exactly one of the
 * other numbers but the last.
 *
 * @param routed deliveries that the routes chose the destination for
 * @param delivered deliveries that the destination accepted
 * @param deadLettered dead letters that their queue accepted
 * @param undelivered dead letters that are lines in {@code undelivered/}
 * @param waiting deliveries and dead letters that are still under way
 * @param retries attempts beyond the first one of each delivery
 */
public record DestinationCounts(
    long routed, long delivered, long deadLettered, long undelivered, long waiting, long retries) {
  /** The names of the metrics, before a colon and the destination. In this class's namespace. */
  public static final String ROUTED = "routed";

  public static final String DELIVERED = "delivered";
  public static final String DEAD_LETTERED = "dead_lettered";
  public static final String UNDELIVERED = "undelivered";
  public static final String RETRIES = "retries";

  /** Whether every routed delivery is accounted for. */
  public boolean addsUp() {
    return routed == delivered + deadLettered + undelivered + waiting;
  }

  /** The numbers by their names in JSON, in order. */
  public Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put(ROUTED, routed);
    values.put(DELIVERED, delivered);
    values.put(DEAD_LETTERED, deadLettered);
    values.put(UNDELIVERED, undelivered);
    values.put("waiting", waiting);
    values.put(RETRIES, retries);
    return values;
  }

  /**
   * Reads the account of each destination from the metrics of a job. In batch the metrics are
   * counters, named {@code routed:crm}. In streaming they are gauges, one for each shard of a
   * destination, named {@code routed:crm:3}: their values are kept in state, so they stay right
   * after a restart.
   *
   * @return the counts by the name of the destination
   */
  public static SortedMap<String, DestinationCounts> of(PipelineResult result) {
    MetricQueryResults metrics =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(DestinationCounts.class))
                    .build());
    Map<String, Long> gauges = new TreeMap<>();
    metrics
        .getGauges()
        .forEach(
            gauge ->
                gauges.merge(
                    gauge.getName().getName(), gauge.getAttempted().getValue(), Long::max));
    SortedMap<String, Long> sums = sums(gauges);
    metrics
        .getCounters()
        .forEach(
            counter -> sums.merge(counter.getName().getName(), counter.getAttempted(), Long::sum));
    return counts(sums);
  }

  /**
   * Reads the account of each destination from the gauges of a stream.
   *
   * @param gauges their values by name, such as {@code routed:crm:3}
   * @return the counts by the name of the destination
   */
  public static SortedMap<String, DestinationCounts> ofGauges(Map<String, Long> gauges) {
    return counts(sums(gauges));
  }

  private static SortedMap<String, Long> sums(Map<String, Long> gauges) {
    SortedMap<String, Long> sums = new TreeMap<>();
    gauges.forEach(
        (name, value) -> sums.merge(name.substring(0, name.lastIndexOf(':')), value, Long::sum));
    return sums;
  }

  private static SortedMap<String, DestinationCounts> counts(Map<String, Long> sums) {
    SortedMap<String, DestinationCounts> counts = new TreeMap<>();
    for (String name : sums.keySet()) {
      String destination = name.substring(name.indexOf(':') + 1);
      counts.computeIfAbsent(destination, of -> counts(sums, of));
    }
    return counts;
  }

  private static DestinationCounts counts(Map<String, Long> sums, String destination) {
    long routed = sums.getOrDefault(ROUTED + ":" + destination, 0L);
    long delivered = sums.getOrDefault(DELIVERED + ":" + destination, 0L);
    long deadLettered = sums.getOrDefault(DEAD_LETTERED + ":" + destination, 0L);
    long undelivered = sums.getOrDefault(UNDELIVERED + ":" + destination, 0L);
    return new DestinationCounts(
        routed,
        delivered,
        deadLettered,
        undelivered,
        routed - delivered - deadLettered - undelivered,
        sums.getOrDefault(RETRIES + ":" + destination, 0L));
  }
}

package dev.sessionbeam.status;

import dev.sessionbeam.deliver.DestinationCounts;
import dev.sessionbeam.deliver.RouteEvents;
import dev.sessionbeam.io.ReadMetrics;
import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.prepare.FilterEvents;
import dev.sessionbeam.prepare.UnwrapRecords;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.session.SessionCounters;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ledger of a job so far. All numbers but those of deliveries begin again when the job starts
 * or restarts.
 *
 * @param records records read; a container counts as the records in it
 * @param events current lines of events: without those that a revision replaced
 * @param sessions current lines of sessions
 * @param invalid lines in {@code invalid/}
 * @param late lines in {@code late/}
 * @param duplicates duplicates removed
 * @param filtered events that the definition's filter left out
 * @param dropped elements that Beam dropped: not zero only if this program has a bug
 * @param routesRefused how often a process refused what the file of routes had become
 * @param deliveries the account of each destination since the first start, by name
 */
record JobCounts(
    long records,
    long events,
    long sessions,
    long invalid,
    long late,
    long duplicates,
    long filtered,
    long dropped,
    long routesRefused,
    SortedMap<String, DestinationCounts> deliveries) {
  private static final List<String> OF_DESTINATIONS =
      List.of(
          DestinationCounts.ROUTED,
          DestinationCounts.DELIVERED,
          DestinationCounts.DEAD_LETTERED,
          DestinationCounts.UNDELIVERED,
          DestinationCounts.RETRIES);

  static JobCounts of(JobMetrics metrics) {
    long containers = metrics.sum(UnwrapRecords.class, UnwrapRecords.CONTAINERS);
    long inner = metrics.sum(UnwrapRecords.class, UnwrapRecords.RECORDS);
    return new JobCounts(
        metrics.sum(ReadMetrics.class, ReadMetrics.RECORDS) + inner - containers,
        lines(Dataset.EVENTS, metrics)
            - metrics.sum(SessionCounters.class, SessionCounters.SUPERSEDED_EVENTS),
        lines(Dataset.SESSIONS, metrics)
            - metrics.sum(SessionCounters.class, SessionCounters.SUPERSEDED_SESSIONS),
        lines(Dataset.INVALID, metrics),
        lines(Dataset.LATE, metrics),
        metrics.sum(SessionCounters.class, SessionCounters.DUPLICATES),
        metrics.sum(FilterEvents.class, FilterEvents.FILTERED),
        metrics.dropped(),
        metrics.max(RouteEvents.class, RouteEvents.ROUTES_REFUSED).orElse(0),
        deliveries(metrics.gauges(DestinationCounts.class)));
  }

  private static long lines(Dataset dataset, JobMetrics metrics) {
    return metrics.sum(WriteLines.class, dataset.folder());
  }

  /**
   * The account of each destination.
   *
   * @param gauges by Flink's names, such as {@code routed_crm_3}
   */
  private static SortedMap<String, DestinationCounts> deliveries(Map<String, Long> gauges) {
    Map<String, Long> shards = new TreeMap<>();
    gauges.forEach(
        (name, value) -> {
          int shard = name.lastIndexOf('_');
          for (String number : OF_DESTINATIONS) {
            if (name.startsWith(number + "_") && shard > number.length()) {
              String destination = name.substring(number.length() + 1, shard);
              shards.put(number + ":" + destination + ":" + name.substring(shard + 1), value);
            }
          }
        });
    return DestinationCounts.ofGauges(shards);
  }

  /** Records that are neither in a line nor counted: events that wait for their session. */
  long waiting() {
    return records - events - duplicates - invalid - late - filtered;
  }
}

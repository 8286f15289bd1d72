package dev.sessionbeam.run;

import dev.sessionbeam.deliver.DestinationCounts;
import dev.sessionbeam.deliver.RouteEvents;
import dev.sessionbeam.deliver.RouteSessions;
import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.publish.Dataset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.PipelineResult;

/**
 * The account of what a run delivered.
 *
 * @param destinations the account of each destination, by name. In a stream it goes back to the
 *     first start
 * @param unrouted events that no route wants
 * @param routed deliveries for which routes chose a destination
 * @param lines lines written to {@code undelivered/}
 */
record Deliveries(
    SortedMap<String, DestinationCounts> destinations, long unrouted, long routed, long lines) {
  static final Deliveries NONE = new Deliveries(new TreeMap<>(), 0, 0, 0);

  /** Reads the account of a run that has ended from its metrics. */
  static Deliveries of(PipelineResult result) {
    Map<String, Long> events = Ledger.counters(result, RouteEvents.class);
    Map<String, Long> sessions = Ledger.counters(result, RouteSessions.class);
    return new Deliveries(
        DestinationCounts.of(result),
        events.getOrDefault(RouteEvents.UNROUTED, 0L),
        events.getOrDefault(RouteEvents.DELIVERIES, 0L)
            + sessions.getOrDefault(RouteEvents.DELIVERIES, 0L),
        Ledger.counters(result, WriteLines.class).getOrDefault(Dataset.UNDELIVERED.folder(), 0L));
  }

  /**
   * Whether every delivery of a run that has ended is accounted for.
   *
   * @param partial whether the run resumed, so that its counters lack what was before
   */
  boolean addUp(boolean partial) {
    boolean nothingWaits =
        destinations.values().stream().allMatch(counts -> counts.addsUp() && counts.waiting() == 0);
    return nothingWaits
        && (partial
            || (sum(DestinationCounts::routed) == routed
                && sum(DestinationCounts::undelivered) == lines));
  }

  private long sum(ToLongFunction<DestinationCounts> number) {
    return destinations.values().stream().mapToLong(number).sum();
  }

  /** Whether there was anything to route. */
  boolean isEmpty() {
    return destinations.isEmpty() && unrouted == 0 && routed == 0;
  }

  /** Adds the account to values for JSON. */
  void putInto(Map<String, Object> values, boolean partial) {
    if (isEmpty()) {
      return;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    destinations.forEach((name, counts) -> all.put(name, counts.values()));
    values.put("deliveries", all);
    values.put("events_unrouted", unrouted);
    values.put("deliveries_add_up", addUp(partial));
  }

  /** The account as a table for the user; empty if there is none. */
  String table(boolean partial) {
    if (isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("\n");
    destinations.forEach((name, counts) -> addRows(table, name, counts));
    Ledger.row(table, "events that no route wants", unrouted);
    table.append(addUp(partial) ? "The deliveries add up." : "THE DELIVERIES DO NOT ADD UP.");
    return table.append('\n').toString();
  }

  private static void addRows(StringBuilder table, String name, DestinationCounts counts) {
    Ledger.row(table, "routed to " + name, counts.routed());
    Ledger.row(table, "= delivered", counts.delivered());
    Ledger.row(table, "+ dead letters in the queue", counts.deadLettered());
    Ledger.row(table, "+ dead letters in undelivered/", counts.undelivered());
    if (counts.waiting() != 0) {
      Ledger.row(table, "+ waiting", counts.waiting());
    }
    if (counts.retries() > 0) {
      Ledger.row(table, "  retries", counts.retries());
    }
  }

  /** Says what does not add up, in one sentence without a full stop. */
  String fault() {
    return String.format(
        Locale.ROOT,
        "the deliveries do not add up: %,d were routed, and %,d have an end; %,d lines are in"
            + " undelivered/",
        routed,
        sum(counts -> counts.routed() - counts.waiting()),
        lines);
  }
}

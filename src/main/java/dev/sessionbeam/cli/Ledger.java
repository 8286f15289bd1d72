package dev.sessionbeam.cli;

import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.session.SessionizeEvents;
import dev.sessionbeam.sink.Dataset;
import dev.sessionbeam.sink.FormatLines;
import dev.sessionbeam.sink.WriteLines;
import dev.sessionbeam.source.ReadRecords;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * Where every record went: counted where it was read and where its bytes were written. SEMANTICS,
 * section 4.
 *
 * @param read records read
 * @param events events written
 * @param duplicates copies of events that were left out
 * @param invalid records written to {@code invalid/}
 * @param late events written to {@code late/}
 * @param sessions sessions written
 * @param opened those of them that an opening event began
 * @param reasons refused records by reason
 */
record Ledger(
    long read,
    long events,
    long duplicates,
    long invalid,
    long late,
    long sessions,
    long opened,
    SortedMap<String, Long> reasons) {

  /** The ledger of a run that has ended. */
  static Ledger of(PipelineResult result) {
    Map<String, Long> written = counters(result, WriteLines.class);
    return new Ledger(
        counters(result, ReadRecords.class).getOrDefault(ReadRecords.RECORDS, 0L),
        written.getOrDefault(Dataset.EVENTS.folder(), 0L),
        counters(result, SessionizeEvents.class).getOrDefault(SessionizeEvents.DUPLICATES, 0L),
        written.getOrDefault(Dataset.INVALID.folder(), 0L),
        written.getOrDefault(Dataset.LATE.folder(), 0L),
        written.getOrDefault(Dataset.SESSIONS.folder(), 0L),
        counters(result, FormatLines.class).getOrDefault(FormatLines.OPENED, 0L),
        new TreeMap<>(counters(result, TryMap.class)));
  }

  private static Map<String, Long> counters(PipelineResult result, Class<?> namespace) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(namespace)).build();
    Map<String, Long> counters = new LinkedHashMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return counters;
  }

  /** Whether every record read is accounted for. */
  boolean addsUp() {
    return read == events + duplicates + invalid + late;
  }

  /** The ledger as plain values, for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("records_read", read);
    values.put("events_written", events);
    values.put("duplicates", duplicates);
    values.put("invalid", invalid);
    values.put("late", late);
    values.put("adds_up", addsUp());
    values.put("sessions", sessions);
    values.put("sessions_opened_by_opening_event", opened);
    values.put("sessions_opened_by_activity", sessions - opened);
    values.put("invalid_by_reason", reasons);
    return values;
  }

  /** The ledger as a table for a person. */
  String table() {
    StringBuilder table = new StringBuilder();
    row(table, "records read", read);
    row(table, "= events written", events);
    row(table, "+ duplicates", duplicates);
    row(table, "+ invalid", invalid);
    reasons.forEach((reason, count) -> row(table, "    " + reason, count));
    row(table, "+ late", late);
    table.append(addsUp() ? "The ledger adds up.\n" : "THE LEDGER DOES NOT ADD UP.\n\n");
    table.append('\n');
    row(table, "sessions", sessions);
    row(table, "  opened by an opening event", opened);
    row(table, "  opened by activity", sessions - opened);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, long value) {
    table.append(String.format(Locale.ROOT, "%-32s %,15d%n", name, value));
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.session.SessionCounters;
import dev.sessionbeam.sink.Dataset;
import dev.sessionbeam.sink.WriteLines;
import dev.sessionbeam.sink.WriteResults;
import dev.sessionbeam.source.ReadRecords;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.GaugeResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.jspecify.annotations.Nullable;

/**
 * Where every record went: counted where it was read and where it became a line. SEMANTICS, section
 * 4.
 *
 * @param read records read
 * @param events events written
 * @param duplicates copies of events that were left out
 * @param invalid records written to {@code invalid/}, or, of a range of days, only counted
 * @param late events written to {@code late/}
 * @param sessions sessions written
 * @param opened those of them that an opening event began
 * @param reasons refused records by reason
 * @param revised what late events made void, and what Beam dropped; all zero in batch
 * @param archived records kept in the archive; null where there is none
 * @param outside events that are not of the run's range of days; null where it has none
 * @param partial whether this run went on from a checkpoint, and so counted only its own part
 * @param inAll lines by dataset that a stream has written since its first start; empty in batch
 */
record Ledger(
    long read,
    long events,
    long duplicates,
    long invalid,
    long late,
    long sessions,
    long opened,
    SortedMap<String, Long> reasons,
    Revised revised,
    @Nullable Long archived,
    @Nullable Outside outside,
    boolean partial,
    SortedMap<String, Long> inAll) {

  /**
   * Lines of a stream that late events made void.
   *
   * @param events lines of events that were written and hold no more
   * @param sessions lines of sessions that were written and hold no more
   * @param dropped elements that Beam dropped as late: none, or something of ours is broken
   */
  record Revised(long events, long sessions, long dropped) {}

  /**
   * Events that a run over a range of days read and did not write.
   *
   * @param before those of sessions that began ahead of the range
   * @param after those of sessions that begin behind it
   */
  record Outside(long before, long after) {
    long sum() {
      return before + after;
    }
  }

  /**
   * Beam's counters of what its own steps drop: behind a watermark, and in stateful steps behind
   * the end of a window.
   */
  private static final Set<String> DROPPED =
      Set.of("droppedDueToLateness", "droppedDueToClosedWindow", "StatefulParDoDropped");

  /**
   * The ledger of a run that has ended.
   *
   * @param archives whether it kept its raw records
   * @param partial whether it went on from a checkpoint
   */
  static Ledger of(PipelineResult result, boolean archives, boolean partial) {
    Map<String, Long> written = counters(result, WriteLines.class);
    Map<String, Long> session = counters(result, SessionCounters.class);
    Revised revised =
        new Revised(
            session.getOrDefault(SessionCounters.SUPERSEDED_EVENTS, 0L),
            session.getOrDefault(SessionCounters.SUPERSEDED_SESSIONS, 0L),
            dropped(result));
    Map<String, Long> reasons = counters(result, Refused.class);
    reasons.remove(Reason.LATE.code());
    return new Ledger(
        counters(result, ReadRecords.class).getOrDefault(ReadRecords.RECORDS, 0L),
        written.getOrDefault(Dataset.EVENTS.folder(), 0L) - revised.events(),
        session.getOrDefault(SessionCounters.DUPLICATES, 0L),
        written.getOrDefault(Dataset.INVALID.folder(), 0L),
        written.getOrDefault(Dataset.LATE.folder(), 0L),
        written.getOrDefault(Dataset.SESSIONS.folder(), 0L) - revised.sessions(),
        counters(result, WriteResults.class).getOrDefault(WriteResults.OPENED, 0L)
            - session.getOrDefault(SessionCounters.SUPERSEDED_OPENED, 0L),
        new TreeMap<>(reasons),
        revised,
        archives ? written.getOrDefault(Dataset.ARCHIVE.folder(), 0L) : null,
        null,
        partial,
        inAll(result));
  }

  /** The ledger of a run over a range of days: refused records are counted, not written. */
  static Ledger ofRange(PipelineResult result) {
    Ledger all = of(result, false, false);
    Map<String, Long> session = counters(result, SessionCounters.class);
    Outside outside =
        new Outside(
            session.getOrDefault(SessionCounters.BEFORE_RANGE, 0L),
            session.getOrDefault(SessionCounters.AFTER_RANGE, 0L));
    return new Ledger(
        all.read,
        all.events,
        all.duplicates,
        all.reasons.values().stream().mapToLong(Long::longValue).sum(),
        all.late,
        all.sessions,
        all.opened,
        all.reasons,
        all.revised,
        null,
        outside,
        false,
        new TreeMap<>());
  }

  /** What Beam dropped without a word, in whichever step. */
  private static long dropped(PipelineResult result) {
    long dropped = 0;
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (DROPPED.contains(counter.getName().getName())) {
        dropped += counter.getAttempted();
      }
    }
    return dropped;
  }

  private static MetricQueryResults metrics(PipelineResult result, Class<?> namespace) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(namespace)).build());
  }

  private static Map<String, Long> counters(PipelineResult result, Class<?> namespace) {
    Map<String, Long> counters = new LinkedHashMap<>();
    for (MetricResult<Long> counter : metrics(result, namespace).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return counters;
  }

  private static SortedMap<String, Long> inAll(PipelineResult result) {
    SortedMap<String, Long> lines = new TreeMap<>();
    for (MetricResult<GaugeResult> gauge : metrics(result, WriteLines.class).getGauges()) {
      String name = gauge.getName().getName();
      if (name.startsWith(WriteLines.LINES_IN_ALL)) {
        String dataset = name.substring(WriteLines.LINES_IN_ALL.length());
        lines.merge(dataset, gauge.getAttempted().getValue(), Long::max);
      }
    }
    return lines;
  }

  /** Whether every record read is accounted for, and no result was lost on its way. */
  boolean addsUp() {
    long elsewhere = outside == null ? 0 : outside.sum();
    return read == events + duplicates + invalid + late + elsewhere
        && (archived == null || archived == read)
        && revised.dropped() == 0;
  }

  /** The ledger as plain values, for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("records_read", read);
    values.put("events_written", events);
    values.put("duplicates", duplicates);
    values.put("invalid", invalid);
    values.put("late", late);
    if (outside != null) {
      values.put("outside_of_range", outside.sum());
      values.put("before_range", outside.before());
      values.put("after_range", outside.after());
    }
    if (archived != null) {
      values.put("archived", archived);
    }
    if (!partial) {
      values.put("adds_up", addsUp());
    }
    if (revised.dropped() > 0) {
      values.put("elements_dropped_by_beam", revised.dropped());
    }
    values.put("sessions", sessions);
    values.put("sessions_opened_by_opening_event", opened);
    values.put("sessions_opened_by_activity", sessions - opened);
    values.put("invalid_by_reason", reasons);
    if (!inAll.isEmpty()) {
      values.put("lines_in_all", inAll);
    }
    if (revised.events() > 0) {
      values.put("events_revised", revised.events());
      values.put("sessions_revised", revised.sessions());
    }
    return values;
  }

  /** The ledger as a table for a person. */
  String table() {
    StringBuilder table = new StringBuilder();
    row(table, "records read", read);
    row(table, "= events written", events);
    row(table, "+ duplicates", duplicates);
    row(table, outside == null ? "+ invalid" : "+ invalid, not written", invalid);
    reasons.forEach((reason, count) -> row(table, "    " + reason, count));
    row(table, "+ late", late);
    if (outside != null) {
      row(table, "+ outside of --from and --to", outside.sum());
      row(table, "    before", outside.before());
      row(table, "    after", outside.after());
    }
    if (revised.dropped() > 0) {
      row(table, "ELEMENTS DROPPED BY BEAM", revised.dropped());
    }
    if (archived != null) {
      row(table, "records archived", archived);
    }
    table.append(verdict()).append("\n\n");
    row(table, "sessions", sessions);
    row(table, "  opened by an opening event", opened);
    row(table, "  opened by activity", sessions - opened);
    if (revised.events() > 0) {
      row(table, "events written again", revised.events());
      row(table, "sessions revised or void", revised.sessions());
    }
    if (partial) {
      inAll.forEach((dataset, lines) -> row(table, "lines of " + dataset + "/ in all", lines));
    }
    return table.toString();
  }

  private String verdict() {
    if (partial) {
      return "Counted since the checkpoint that this run went on from.";
    }
    return addsUp() ? "The ledger adds up." : "THE LEDGER DOES NOT ADD UP.";
  }

  private static void row(StringBuilder table, String name, long value) {
    table.append(String.format(Locale.ROOT, "%-32s %,15d%n", name, value));
  }
}

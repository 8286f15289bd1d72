package dev.sessionbeam.run;

import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.io.ReadMetrics;
import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.output.WriteResults;
import dev.sessionbeam.prepare.FilterEvents;
import dev.sessionbeam.prepare.UnwrapRecords;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.session.SessionCounters;
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
 * The account of a run: where every record went. Records are counted where they are read, and where
 * they are written as lines. See docs/semantics.md, section 4.
 *
 * @param read records read. A container counts as the records in it
 * @param events events written
 * @param duplicates duplicates removed
 * @param invalid records written to {@code invalid/}; a backfill only counts them
 * @param late events written to {@code late/}
 * @param filtered events that the definition's filter left out
 * @param sessions sessions written
 * @param opened the sessions among them that an opening event started
 * @param reasons rejected records by reason
 * @param revised lines that revisions replaced, and elements that Beam dropped; all zero in batch
 * @param archived records kept in the archive; null without an archive
 * @param outside events outside of the run's range of days; null without a range
 * @param partial whether this run resumed from a checkpoint, and so counted only its own records
 * @param inAll lines of each dataset that a stream has written since its first start; empty in
 *     batch
 * @param unwrapped the records that held others, and what they held
 * @param deliveries what the run delivered
 * @param findings what the run found out about its records
 */
record Ledger(
    long read,
    long events,
    long duplicates,
    long invalid,
    long late,
    long filtered,
    long sessions,
    long opened,
    SortedMap<String, Long> reasons,
    Revised revised,
    @Nullable Long archived,
    @Nullable Outside outside,
    boolean partial,
    SortedMap<String, Long> inAll,
    Unwrapped unwrapped,
    Deliveries deliveries,
    Findings findings) {

  /** Creates a ledger without findings, of a run that delivers and unwraps nothing. */
  Ledger(
      long read,
      long events,
      long duplicates,
      long invalid,
      long late,
      long filtered,
      long sessions,
      long opened,
      SortedMap<String, Long> reasons,
      Revised revised,
      @Nullable Long archived,
      @Nullable Outside outside,
      boolean partial,
      SortedMap<String, Long> inAll) {
    this(
        read,
        events,
        duplicates,
        invalid,
        late,
        filtered,
        sessions,
        opened,
        reasons,
        revised,
        archived,
        outside,
        partial,
        inAll,
        Unwrapped.NONE,
        Deliveries.NONE,
        Findings.NONE);
  }

  /**
   * Lines of a stream that revisions replaced, and elements that Beam dropped.
   *
   * @param events lines of events that were written and are no longer current
   * @param sessions lines of sessions that were written and are no longer current
   * @param dropped elements that Beam dropped as late: not 0 only if this program has a bug
   */
  record Revised(long events, long sessions, long dropped) {}

  /**
   * Records that were unwrapped.
   *
   * @param containers records that held others
   * @param records the records in them
   */
  record Unwrapped(long containers, long records) {
    static final Unwrapped NONE = new Unwrapped(0, 0);

    /** How many more records there are than the source had. */
    long more() {
      return records - containers;
    }
  }

  /**
   * Events that a backfill read and did not write.
   *
   * @param before events of sessions that start before the range
   * @param after events of sessions that start after the range
   */
  record Outside(long before, long after) {
    long sum() {
      return before + after;
    }
  }

  /**
   * Beam's counters of the elements that its own steps drop: elements that are late, and in
   * stateful steps elements whose window has ended.
   */
  private static final Set<String> DROPPED =
      Set.of("droppedDueToLateness", "droppedDueToClosedWindow", "StatefulParDoDropped");

  /**
   * Reads the ledger of a run that has ended from its metrics.
   *
   * @param archives whether the run kept its raw records
   * @param partial whether the run resumed from a checkpoint
   */
  static Ledger of(PipelineResult result, boolean archives, boolean partial) {
    Map<String, Long> written = counters(result, WriteLines.class);
    Map<String, Long> session = counters(result, SessionCounters.class);
    Revised revised =
        new Revised(
            session.getOrDefault(SessionCounters.SUPERSEDED_EVENTS, 0L),
            session.getOrDefault(SessionCounters.SUPERSEDED_SESSIONS, 0L),
            dropped(result));
    Map<String, Long> reasons = counters(result, RejectedRecord.class);
    reasons.remove(Reason.LATE.code());
    Map<String, Long> inner = counters(result, UnwrapRecords.class);
    Unwrapped unwrapped =
        new Unwrapped(
            inner.getOrDefault(UnwrapRecords.CONTAINERS, 0L),
            inner.getOrDefault(UnwrapRecords.RECORDS, 0L));
    return new Ledger(
        counters(result, ReadMetrics.class).getOrDefault(ReadMetrics.RECORDS, 0L)
            + unwrapped.more(),
        written.getOrDefault(Dataset.EVENTS.folder(), 0L) - revised.events(),
        session.getOrDefault(SessionCounters.DUPLICATES, 0L),
        written.getOrDefault(Dataset.INVALID.folder(), 0L),
        written.getOrDefault(Dataset.LATE.folder(), 0L),
        counters(result, FilterEvents.class).getOrDefault(FilterEvents.FILTERED, 0L),
        written.getOrDefault(Dataset.SESSIONS.folder(), 0L) - revised.sessions(),
        counters(result, WriteResults.class).getOrDefault(WriteResults.OPENED, 0L)
            - session.getOrDefault(SessionCounters.SUPERSEDED_OPENED, 0L),
        new TreeMap<>(reasons),
        revised,
        archives ? written.getOrDefault(Dataset.ARCHIVE.folder(), 0L) : null,
        null,
        partial,
        inAll(result),
        unwrapped,
        Deliveries.of(result),
        Findings.of(result));
  }

  /** Reads the ledger of a backfill, which counts rejected records and does not write them. */
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
        all.filtered,
        all.sessions,
        all.opened,
        all.reasons,
        all.revised,
        null,
        outside,
        false,
        new TreeMap<>(),
        all.unwrapped,
        all.deliveries,
        all.findings);
  }

  /** The number of elements that Beam dropped without a message, in all steps. */
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

  static MetricQueryResults metrics(PipelineResult result, Class<?> namespace) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(namespace)).build());
  }

  static Map<String, Long> counters(PipelineResult result, Class<?> namespace) {
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

  /** The same ledger with other findings. */
  Ledger with(Findings found) {
    return new Ledger(
        read,
        events,
        duplicates,
        invalid,
        late,
        filtered,
        sessions,
        opened,
        reasons,
        revised,
        archived,
        outside,
        partial,
        inAll,
        unwrapped,
        deliveries,
        found);
  }

  /** The number of lines of a dataset that this run wrote, since it started or resumed. */
  long lines(Dataset dataset) {
    return switch (dataset) {
      case EVENTS -> events + revised.events();
      case SESSIONS -> sessions + revised.sessions();
      case INVALID -> invalid;
      case LATE -> late;
      case UNDELIVERED -> deliveries.lines();
      case ARCHIVE -> archived == null ? 0 : archived;
    };
  }

  /** Whether every record read is accounted for, and no result was lost. */
  boolean addsUp() {
    long elsewhere = outside == null ? 0 : outside.sum();
    return read == events + duplicates + invalid + late + filtered + elsewhere
        && (archived == null || archived == read - unwrapped.more())
        && revised.dropped() == 0
        && isComplete();
  }

  /** Whether every delivery is accounted for, also those before a resume. */
  boolean deliveriesAddUp() {
    return deliveries.addUp(partial);
  }

  /** Whether all files that the run wrote are there. */
  boolean isComplete() {
    return findings.files().areComplete();
  }

  /** Whether there were records, and all of them were rejected. */
  boolean allInvalid() {
    return read > 0 && invalid == read;
  }

  /** The ledger as values for JSON. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("records_read", read);
    if (unwrapped.containers() > 0) {
      values.put("containers_unwrapped", unwrapped.containers());
      values.put("records_in_containers", unwrapped.records());
    }
    values.put("events_written", events);
    values.put("duplicates", duplicates);
    values.put("invalid", invalid);
    values.put("late", late);
    values.put("filtered", filtered);
    if (outside != null) {
      values.put("outside_of_range", outside.sum());
      values.put("before_range", outside.before());
      values.put("after_range", outside.after());
    }
    if (archived != null) {
      values.put("archived", archived);
    }
    if (!partial || !isComplete()) {
      values.put("adds_up", addsUp());
    }
    if (!isComplete()) {
      values.put("missing_files", findings.files().values(this));
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
    deliveries.putInto(values, partial);
    values.putAll(findings.values());
    return values;
  }

  /** The ledger as a table for the user. */
  String table() {
    StringBuilder table = new StringBuilder();
    row(table, "records read", read);
    if (unwrapped.containers() > 0) {
      row(table, "    of them in containers", unwrapped.records());
      row(table, "    containers unwrapped", unwrapped.containers());
    }
    row(table, "= events written", events);
    row(table, "+ duplicates", duplicates);
    row(table, outside == null ? "+ invalid" : "+ invalid, not written", invalid);
    reasons.forEach((reason, count) -> row(table, "    " + reason, count));
    row(table, "+ late", late);
    if (filtered > 0) {
      row(table, "+ filtered", filtered);
    }
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
    return table.append(deliveries.table(partial)).toString();
  }

  private String verdict() {
    if (!isComplete()) {
      return "FILES THAT THIS RUN WROTE ARE MISSING.";
    }
    if (partial) {
      return "Counted since the checkpoint that this run resumed from.";
    }
    return addsUp() ? "The ledger adds up." : "THE LEDGER DOES NOT ADD UP.";
  }

  static void row(StringBuilder table, String name, long value) {
    table.append(String.format(Locale.ROOT, "%-32s %,15d%n", name, value));
  }
}

package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.report.BuildReport;
import dev.sessionbeam.report.DaysState;
import dev.sessionbeam.report.KeptDays;
import dev.sessionbeam.report.PartsCache;
import dev.sessionbeam.report.ReportFiles;
import dev.sessionbeam.report.ReportTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Runs the pipeline of a report, with what a cache has. */
final class ComputeReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PipelineOptions options;
  private final ReportRequest request;
  private final ReportFiles files;
  private final PrintWriter err;

  /**
   * Creates a run.
   *
   * @param files the files of the output
   * @param err gets how many files are read
   */
  ComputeReport(
      PipelineOptions options, ReportRequest request, ReportFiles files, PrintWriter err) {
    this.options = options;
    this.request = request;
    this.files = files;
    this.err = err;
  }

  /** Returns the result, and keeps in the cache what is new. */
  ObjectNode compute() throws IOException, UsageException {
    Path folder = request.cache();
    if (folder == null) {
      return run(null, null, null);
    }
    PartsCache parts = PartsCache.of(folder, request.input(), request.definition());
    KeptDays days =
        new KeptDays(
            parts.folder().resolve("days"),
            request.definition(),
            request.gaps(),
            request.funnels(),
            files);
    ObjectNode report = compute(parts, days);
    parts.keepOnly(files.results());
    return report;
  }

  private ObjectNode compute(PartsCache parts, KeptDays days) throws IOException, UsageException {
    DaysState from = days.latest().orElse(null);
    LocalDate last = lastFinalDay();
    boolean more = last != null && (from == null || last.toEpochDay() > from.lastDay());
    DaysState keep = last == null || !more ? null : days.create(Math.toIntExact(last.toEpochDay()));
    try {
      ObjectNode report = run(parts, from, keep);
      // Counts of actions without names cannot be taken apart when a later day gives them one.
      boolean complete = report.get("all_actions_named").asBoolean();
      if (complete && keep != null) {
        days.keep(keep);
      }
      return complete || from == null ? report : run(parts, null, null);
    } finally {
      if (keep != null) {
        days.drop(keep);
      }
    }
  }

  /** The last day of those, from the first one on, that are not expected to change. */
  private @Nullable LocalDate lastFinalDay() throws IOException, UsageException {
    SettledDays settled = SettledDays.in(request.input());
    NavigableSet<LocalDate> live = new TreeSet<>();
    for (ReportFiles.Named file : files.results()) {
      DateRange.dayOf(file.name()).ifPresent(live::add);
    }
    NavigableSet<LocalDate> last =
        new TreeSet<>(
            DaysToSettle.in(request.input(), request.definition().session())
                .of(live, settled, null));
    last.addAll(settled.days());
    LocalDate found = null;
    for (LocalDate day : live) {
      if (!last.contains(day)) {
        return found;
      }
      found = day;
    }
    return found;
  }

  private ObjectNode run(
      @Nullable PartsCache parts, @Nullable DaysState from, @Nullable DaysState keep)
      throws IOException, UsageException {
    ReportFiles toRead = from == null ? files : files.after(from.lastDay());
    long known = parts == null ? 0 : toRead.results().stream().filter(parts::has).count();
    err.println(
        String.format(
            Locale.ROOT,
            "%,d files of events and sessions, %,d of them to read.",
            files.results().size(),
            toRead.results().size() - known));
    err.flush();
    Path result = ProcessTempFolder.make("report").resolve("report.json");
    EmbeddedFlink.setUp(options, null, toRead.bytes());
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(
        "BuildReport",
        BuildReport.of(
            new ReportTask(
                request.input(),
                request.definition(),
                toRead,
                request.gaps(),
                request.funnels(),
                ReportTask.bucketsOf(files.bytes()),
                parts,
                from,
                from == null ? List.of() : from.machines(),
                keep,
                result.toString())));
    pipeline.run().waitUntilFinish();
    return (ObjectNode) JSON.readTree(result.toFile());
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.io.s3.S3Leftovers;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.publish.CopyManifests;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import dev.sessionbeam.publish.UnfinishedSwaps;
import dev.sessionbeam.settle.SettleTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Settles days: rewrites those on which nothing can change any more into few files with the current
 * lines only, and switches each day to its new files. See docs/design/settle.md.
 */
public final class Settle {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private final PipelineOptions options;
  private final SettleRequest request;
  private final OutputFolder output;
  private final RunId version = RunId.draw();
  private final PrintWriter out;
  private final PrintWriter err;

  private Settle(PipelineOptions options, SettleRequest request, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.request = request;
    this.output = request.output();
    this.out = out;
    this.err = err;
  }

  /**
   * Settles the days that may settle.
   *
   * @param options the runner's options
   * @param out gets the ledger and what was done
   * @param err gets messages
   * @return the exit status: 0 done, also if no day may settle; 1 failed, or the ledger does not
   *     add up
   * @throws UsageException if the flags are wrong, if a day that was asked for may still change, or
   *     if another run holds the lease of a day
   */
  public static int of(PipelineOptions options, SettleFlags flags, PrintWriter out, PrintWriter err)
      throws UsageException, IOException {
    FileSystems.setDefaultPipelineOptions(options);
    return new Settle(options, SettleRequest.of(flags, options), out, err).call();
  }

  private int call() throws UsageException, IOException {
    UnfinishedSwaps.finish(output, err::println);
    SettlePlan first = SettlePlan.of(request);
    if (first.days().isEmpty()) {
      out.println("No day may settle now, besides those that are settled.");
      out.flush();
    }
    if (first.touched().isEmpty()) {
      return DONE;
    }
    if (!first.days().isEmpty()
        && DaysToSettle.in(output, request.definition().session()).isUpToTheUser()) {
      err.println(
          "Warning: with max_duration: 0, a session may last for ever. The days before "
              + request.before()
              + " settle because --before says so: a stream that writes to them later fails.");
      err.flush();
    }
    NavigableSet<LocalDate> touched = first.touched();
    LeasedDays days = LeasedDays.days(touched.first(), touched.last().plusDays(1));
    try (SettleLease lease = SettleLease.acquire(output, days, version, options)) {
      // Between the checks and the lease, another run may have written there.
      SettlePlan plan = SettlePlan.of(request).with(first);
      clearLeftovers(plan);
      if (!plan.days().isEmpty()
          && !new SettleRun(plan, version, options, out, err).settle(lease)) {
        return FAILED;
      }
      deleteFormer(touched, lease);
      return DONE;
    }
  }

  /** Deletes what killed runs of settle have left of these days. */
  private void clearLeftovers(SettlePlan plan) throws IOException {
    for (LocalDate day : plan.days()) {
      // First, because they name files.
      CopyManifests.of(output, day).deleteReplaced();
    }
    FormerFiles former = new FormerFiles(plan.files(), plan.settled());
    for (LocalDate day : plan.touched()) {
      StoredFile.delete(output, former.unnamed(day));
      StoredFile.deleteFolder(output, SettleTask.hidden(day));
    }
    S3Leftovers.abort(
        options,
        output.root(),
        file ->
            (file.startsWith(OutputFolder.SETTLED)
                    && DateRange.dayOf(file).filter(plan.touched()::contains).isPresent())
                || plan.touched().stream()
                    .anyMatch(day -> file.startsWith(SettleTask.hidden(day) + "/")));
  }

  /** Deletes what settled days have replaced, once that is long enough ago. */
  private void deleteFormer(NavigableSet<LocalDate> days, SettleLease lease) throws IOException {
    SettledDays settled = SettledDays.in(output);
    FormerFiles former = new FormerFiles(LiveDays.in(output), settled);
    Instant now = lease.now();
    for (LocalDate day : days) {
      if (settled.contains(day)) {
        warn(day, former.younger(day));
        List<String> names = former.replaced(day, request.keep(), now);
        if (!names.isEmpty()) {
          lease.requireHeld();
          StoredFile.delete(output, names);
          out.println(
              String.format(Locale.ROOT, "Deleted %,d former files of %s.", names.size(), day));
          out.flush();
        }
      }
    }
  }

  private void warn(LocalDate day, List<String> younger) {
    if (!younger.isEmpty()) {
      err.println(
          String.format(
              Locale.ROOT,
              "Warning: %s is settled, but has live files that are younger (%,d), such as %s. They"
                  + " are not read, and stay. Find out what wrote them; then delete them, or compute"
                  + " the day again with run --overwrite --from=%s --to=%s.",
              day,
              younger.size(),
              output.root() + younger.get(0),
              day,
              day.plusDays(1)));
      err.flush();
    }
  }
}

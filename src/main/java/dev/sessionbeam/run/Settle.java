package dev.sessionbeam.run;

import dev.sessionbeam.io.s3.S3Leftovers;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.SettledDays;
import dev.sessionbeam.publish.StoredFile;
import dev.sessionbeam.publish.UnfinishedSwaps;
import dev.sessionbeam.settle.ReplacedFile;
import dev.sessionbeam.settle.SettleDays;
import dev.sessionbeam.settle.SettleTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
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
      int status = plan.days().isEmpty() ? DONE : settle(plan, lease);
      if (status == DONE) {
        deleteFormer(touched, lease);
      }
      return status;
    }
  }

  /** Deletes what killed runs of settle have left of these days. */
  private void clearLeftovers(SettlePlan plan) throws IOException {
    FormerFiles former = new FormerFiles(plan.files(), plan.settled());
    for (LocalDate day : plan.touched()) {
      StoredFile.delete(output, former.unnamed(day));
      clearHidden(day);
    }
    S3Leftovers.abort(
        options,
        output.root(),
        file ->
            file.startsWith(OutputFolder.SETTLED)
                && DateRange.dayOf(file).filter(plan.touched()::contains).isPresent());
  }

  private void clearHidden(LocalDate day) throws IOException {
    String hidden = SettleTask.hidden(output, day);
    StoredFile.deleteFolder(output, hidden.substring(output.root().length(), hidden.length() - 1));
  }

  private int settle(SettlePlan plan, SettleLease lease) throws IOException, UsageException {
    SettleTask task = plan.task(version);
    err.println(
        String.format(
            Locale.ROOT, "Settling %s: %,d live files.", text(plan.days()), plan.live().size()));
    err.flush();
    boolean done = false;
    try {
      SettleLedger ledger = run(plan, task);
      out.println();
      out.print(ledger.table());
      out.flush();
      Map<LocalDate, List<DaySwitch.Replaced>> replaced = new HashMap<>();
      for (LocalDate day : plan.days()) {
        replaced.put(day, ReplacedFile.read(task, day));
      }
      if (!isComplete(ledger, replaced)) {
        return FAILED;
      }
      for (LocalDate day : plan.days()) {
        lease.requireHeld();
        int number = plan.settled().number(day) + 1;
        // Even if the write fails, readers may see the switch: from here on, its files stay.
        done = true;
        DaySwitch.of(day, number, version, replaced.getOrDefault(day, List.of())).write(output);
        out.println("Settled: " + day);
        out.flush();
      }
      return DONE;
    } finally {
      for (LocalDate day : plan.days()) {
        clearHidden(day);
      }
      if (!done) {
        LiveDays now = LiveDays.in(output);
        for (LocalDate day : plan.days()) {
          StoredFile.delete(
              output,
              now.settledOf(day).stream()
                  .map(StoredFile::name)
                  .filter(name -> name.contains("/part-" + version + "-"))
                  .toList());
        }
      }
    }
  }

  private SettleLedger run(SettlePlan plan, SettleTask task) throws IOException, UsageException {
    long bytes = plan.live().stream().mapToLong(StoredFile::bytes).sum();
    EmbeddedFlink.setUp(options, null, bytes);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("SettleDays", SettleDays.of(task));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return SettleLedger.of(result);
  }

  /** Whether everything that the pipeline wrote is there; prints a message if it is not. */
  private boolean isComplete(SettleLedger ledger, Map<LocalDate, List<DaySwitch.Replaced>> replaced)
      throws IOException {
    if (!ledger.addsUp()) {
      err.println(
          "sessionbeam: the ledger does not add up, so no day was settled. This is a bug: keep the"
              + " output and the logs, and report it");
      return false;
    }
    LiveDays now = LiveDays.in(output);
    long files =
        replaced.keySet().stream()
            .flatMap(day -> now.settledOf(day).stream())
            .filter(file -> file.name().contains("/part-" + version + "-"))
            .count();
    long sessions = replaced.values().stream().mapToLong(List::size).sum();
    if (files != ledger.files() || sessions != ledger.replaced()) {
      err.println(
          String.format(
              Locale.ROOT,
              "sessionbeam: %,d of the %,d files that this run wrote to %s%s are there, so no day"
                  + " was settled. %sThen run the same command again",
              files,
              ledger.files(),
              output.root(),
              OutputFolder.SETTLED,
              OutputFiles.KEEP_AWAY));
      return false;
    }
    return true;
  }

  /** Deletes what settled days have replaced, once that is long enough ago. */
  private void deleteFormer(NavigableSet<LocalDate> days, SettleLease lease) throws IOException {
    SettledDays settled = SettledDays.in(output);
    FormerFiles former = new FormerFiles(LiveDays.in(output), settled);
    Instant now = lease.now();
    for (LocalDate day : days) {
      if (!settled.contains(day)) {
        continue;
      }
      List<String> younger = former.younger(day);
      if (!younger.isEmpty()) {
        err.println(
            String.format(
                Locale.ROOT,
                "Warning: %s is settled, but has %,d files that are younger, such as %s. They are"
                    + " not read, and stay: find out what wrote them, then compute the day again"
                    + " or delete them.",
                day,
                younger.size(),
                output.root() + younger.get(0)));
      }
      List<String> names = former.replaced(day, request.keep(), now);
      if (!names.isEmpty()) {
        lease.requireHeld();
        StoredFile.delete(output, names);
        out.println(
            String.format(Locale.ROOT, "Deleted %,d former files of %s", names.size(), day));
      }
    }
    out.flush();
    err.flush();
  }

  private static String text(NavigableSet<LocalDate> days) {
    return days.size() == 1
        ? days.first().toString()
        : days.size() + " days from " + days.first() + " to " + days.last();
  }
}

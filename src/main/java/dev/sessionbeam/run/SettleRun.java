package dev.sessionbeam.run;

import dev.sessionbeam.publish.CopyManifests;
import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StoredFile;
import dev.sessionbeam.settle.ReplacedFile;
import dev.sessionbeam.settle.SettleDays;
import dev.sessionbeam.settle.SettleTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Writes the new files of days that settle, and then switches one day after another to them. */
final class SettleRun {
  private final SettlePlan plan;
  private final RunId version;
  private final PipelineOptions options;
  private final OutputFolder output;
  private final PrintWriter out;
  private final PrintWriter err;

  /** From the first switch on, readers may need the new files. */
  private boolean switched;

  /**
   * Creates a run.
   *
   * @param plan has days to settle
   * @param version the id of this run
   */
  SettleRun(
      SettlePlan plan, RunId version, PipelineOptions options, PrintWriter out, PrintWriter err) {
    this.plan = plan;
    this.version = version;
    this.options = options;
    this.output = plan.request().output();
    this.out = out;
    this.err = err;
  }

  /**
   * Settles the days. If this fails, some first days may be settled, and the others are as before.
   *
   * @return whether it is done; if not, a message says why
   */
  boolean settle(SettleLease lease) throws IOException, UsageException {
    err.println(
        String.format(
            Locale.ROOT, "Settling %s: %,d live files.", text(plan.days()), plan.live().size()));
    err.flush();
    try {
      boolean done = writeAndSwitch(lease);
      cleanUp();
      return done;
    } catch (IOException | UsageException | RuntimeException e) {
      try {
        cleanUp();
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private boolean writeAndSwitch(SettleLease lease) throws IOException, UsageException {
    SettleTask task = plan.task(version);
    SettleLedger ledger = run(task);
    out.println();
    out.print(ledger.table());
    out.flush();
    NavigableMap<LocalDate, List<DaySwitch.Replaced>> replaced = new TreeMap<>();
    for (LocalDate day : plan.days()) {
      replaced.put(day, ReplacedFile.read(task, day));
    }
    if (!isComplete(ledger, replaced)) {
      return false;
    }
    LiveDays written = LiveDays.in(output);
    for (LocalDate day : replaced.navigableKeySet()) {
      lease.requireHeld();
      CopyManifests.of(output, day)
          .write(newFiles(written, day).toList(), SettleTask.hidden(day) + "/manifest");
      // Even if the write fails, readers may see the switch.
      switched = true;
      DaySwitch.of(
              day,
              plan.settled().number(day) + 1,
              version,
              Objects.requireNonNull(replaced.get(day)))
          .write(output);
      out.println("Settled: " + day);
      out.flush();
    }
    return true;
  }

  private SettleLedger run(SettleTask task) throws IOException, UsageException {
    long bytes = plan.live().stream().mapToLong(StoredFile::bytes).sum();
    EmbeddedFlink.setUp(options, null, bytes);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("SettleDays", SettleDays.of(task));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return SettleLedger.of(result);
  }

  /** Whether everything that the pipeline wrote is there; prints a message if it is not. */
  private boolean isComplete(
      SettleLedger ledger, NavigableMap<LocalDate, List<DaySwitch.Replaced>> replaced)
      throws IOException {
    if (!ledger.addsUp()) {
      err.println(
          "sessionbeam: the ledger does not add up, so no day was settled. This is a bug: keep the"
              + " output and the logs, and report it");
      return false;
    }
    long files = newFiles().size();
    long sessions = replaced.values().stream().mapToLong(List::size).sum();
    if (files != ledger.files() || sessions != ledger.replaced()) {
      err.println(
          String.format(
              Locale.ROOT,
              "sessionbeam: only %,d of the %,d files that this run wrote to %s%s are there, so no"
                  + " day was settled. %sThen run the same command again",
              files,
              ledger.files(),
              output.root(),
              OutputFolder.SETTLED,
              OutputFiles.KEEP_AWAY));
      return false;
    }
    return true;
  }

  /** The files of this version that are there, relative to the output. */
  private List<String> newFiles() throws IOException {
    LiveDays now = LiveDays.in(output);
    return plan.days().stream().flatMap(day -> newFiles(now, day)).toList();
  }

  private Stream<String> newFiles(LiveDays now, LocalDate day) {
    return now.settledOf(day).stream()
        .map(StoredFile::name)
        .filter(name -> name.contains("/part-" + version + "-"));
  }

  /** Deletes what is not needed any more, and the new files if no switch may name them. */
  private void cleanUp() throws IOException {
    for (LocalDate day : plan.days()) {
      StoredFile.deleteFolder(output, SettleTask.hidden(day));
    }
    if (!switched) {
      StoredFile.delete(output, newFiles());
    }
  }

  private static String text(NavigableSet<LocalDate> days) {
    return days.size() == 1
        ? days.first().toString()
        : days.size() + " days from " + days.first() + " to " + days.last();
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.io.file.InputChanges;
import dev.sessionbeam.publish.StagedResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run whose job has ended: publishes the results of a batch run, prints the ledger,
 * and decides on the exit status.
 */
final class RunEnd {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  private final RunPlan plan;
  private final PipelineOptions options;
  private final RunLeases leases;
  private final PrintWriter out;
  private final PrintWriter err;

  RunEnd(
      RunPlan plan, PipelineOptions options, RunLeases leases, PrintWriter out, PrintWriter err) {
    this.plan = plan;
    this.options = options;
    this.leases = leases;
    this.out = out;
    this.err = err;
  }

  /**
   * Publishes the results, and prints the ledger and what else is to be known.
   *
   * @return the exit status
   */
  int conclude(Ledger ledger) throws IOException {
    InvalidShare maxInvalid =
        InvalidShare.parse(options.as(OutputOptions.class).getMaxInvalid(), new ArrayList<>());
    StagedResults staged = plan.staged();
    int status =
        staged == null
            ? concludeStream(ledger, maxInvalid)
            : concludeBatch(ledger, maxInvalid, staged);
    if (status == DONE || (staged == null && ledger.isComplete())) {
      Summary.folders(plan).forEach(out::println);
      ReplayNote.of(plan, options, ledger).ifPresent(note -> out.print("\n" + note));
      out.flush();
    }
    DeliveryPlan delivery = plan.delivery();
    if (delivery != null && !delivery.deliver()) {
      out.println("Nothing was sent to destinations: a batch run sends only with --deliver.");
      out.flush();
    }
    if (!ledger.deliveriesAddUp()) {
      err.println(
          "sessionbeam: "
              + ledger.deliveries().fault()
              + ". This is a bug: keep the input and the logs, and report it");
      return FAILED;
    }
    return status;
  }

  private int concludeStream(Ledger ledger, @Nullable InvalidShare maxInvalid) throws IOException {
    print(ledger, maxInvalid);
    InputChanges input = ledger.findings().input();
    if (ledger.isComplete() && !input.replaced().isEmpty()) {
      String replaced = ChangedInput.replaced(input);
      Summary.write(plan, ledger, replaced);
      err.println(
          "sessionbeam: "
              + replaced
              + ". Run again with --overwrite when nothing else writes to the input");
      return FAILED;
    }
    if (ledger.isComplete()) {
      Summary.write(plan, ledger, null);
      return ledger.partial() || ledger.addsUp() ? DONE : FAILED;
    }
    OutputFiles files = ledger.findings().files();
    String lost = files.text(plan, ledger);
    Summary.write(plan, ledger, lost);
    err.println("sessionbeam: " + lost + ". " + files.remedy(plan, options));
    return FAILED;
  }

  /** Publishes the results, and then prints the ledger, which says what is there. */
  private int concludeBatch(Ledger ledger, @Nullable InvalidShare maxInvalid, StagedResults staged)
      throws IOException {
    StringWriter messages = new StringWriter();
    BatchPublication end =
        new BatchPublication(plan, staged, maxInvalid, new PrintWriter(messages));
    try {
      leases.requireHeld();
      return end.conclude(ledger);
    } finally {
      print(ledger.with(ledger.findings().with(end.files(ledger))), maxInvalid);
      err.print(messages);
      err.flush();
    }
  }

  private void print(Ledger ledger, @Nullable InvalidShare maxInvalid) {
    out.println();
    out.print(ledger.table());
    out.println();
    printFindings(ledger, maxInvalid);
    out.flush();
  }

  private void printFindings(Ledger ledger, @Nullable InvalidShare maxInvalid) {
    String findings = ledger.findings().text();
    out.print(findings);
    if (!findings.isEmpty()) {
      out.println();
    }
    if (maxInvalid == null
        && ledger.invalid() > 0
        && !ledger.allInvalid()
        && InvalidShare.NOTABLE.isExceededBy(ledger)) {
      out.println(
          "Note: "
              + InvalidShare.percentage(ledger)
              + " of the records were rejected."
              + (options.as(StreamOptions.class).isStreaming()
                  ? ""
                  : " To make a run with so many fail, give --maxInvalid=10%."));
      out.println();
    }
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.Swap;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** Ends a batch run: replaces the former results by the staged ones, or prints why it does not. */
final class BatchPublication {
  private final RunPlan plan;
  private final StagedResults staged;
  private final PrintWriter err;

  /**
   * Creates the end of a run.
   *
   * @param staged the results of the run
   */
  BatchPublication(RunPlan plan, StagedResults staged, PrintWriter err) {
    this.plan = plan;
    this.staged = staged;
    this.err = err;
  }

  /**
   * Swaps the results in, if the ledger adds up and no session is lost by it.
   *
   * @return the exit status. If it is not 0, nothing was replaced, or the swap did not finish; a
   *     message states which
   */
  int conclude(Ledger ledger) throws IOException {
    if (!ledger.addsUp()) {
      staged.clear();
      err.println(
          "sessionbeam: the ledger does not add up, so nothing was written. This is a bug: keep the"
              + " input and the logs, and report it");
      return ExitCode.SOFTWARE;
    }
    Set<Dataset> missing = plan.allowEmpty() ? Set.of() : staged.missing(plan.existing());
    if (!missing.isEmpty()) {
      staged.clear();
      err.println(nothingReplaced(missing));
      return ExitCode.USAGE;
    }
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      backfill.doubt(ledger, err);
    }
    return swap(ledger);
  }

  private String nothingReplaced(Set<Dataset> missing) {
    Backfill backfill = plan.backfill();
    return "sessionbeam: "
        + (backfill == null ? "there is no session" : "no session starts on " + backfill.days())
        + ", but the output holds "
        + missing.stream().map(Dataset::folder).collect(Collectors.joining("/, ", "", "/"))
        + ". Nothing was replaced, because the input may be the wrong one; if it is right, give"
        + " --allowEmpty";
  }

  private int swap(Ledger ledger) throws IOException {
    Swap swap = Swap.of(staged, plan.existing(), Summary.name(plan), Summary.text(plan, ledger));
    swap.commit();
    try {
      swap.finish();
      return ExitCode.OK;
    } catch (IOException e) {
      err.println(
          "sessionbeam: cannot give all new files their final names: "
              + RunPlan.describe(e)
              + ". Old and new files may be in "
              + plan.output().root()
              + " until the next run with this output, which finishes the swap first");
      return ExitCode.SOFTWARE;
    }
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.sink.Dataset;
import dev.sessionbeam.sink.StagedResults;
import dev.sessionbeam.sink.Swap;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** The end of a batch run: its results replace the former ones, or it says why not. */
final class BatchEnd {
  private final RunPlan plan;
  private final StagedResults staged;
  private final PrintWriter err;

  /**
   * The end of a run.
   *
   * @param staged what it has written
   */
  BatchEnd(RunPlan plan, StagedResults staged, PrintWriter err) {
    this.plan = plan;
    this.staged = staged;
    this.err = err;
  }

  /**
   * Puts the results into their places.
   *
   * @return the exit status; where it is not 0, the former results are still there
   */
  int conclude(Ledger ledger) throws IOException {
    if (!ledger.addsUp()) {
      staged.clear();
      err.println("sessionbeam: the ledger does not add up, so nothing was written");
      return ExitCode.SOFTWARE;
    }
    Set<Dataset> missing = plan.allowEmpty() ? Set.of() : staged.missing(plan.existing());
    if (!missing.isEmpty()) {
      staged.clear();
      err.println(refusal(missing));
      return ExitCode.USAGE;
    }
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      backfill.doubt(ledger, err);
    }
    return swap(ledger);
  }

  private String refusal(Set<Dataset> missing) {
    Backfill backfill = plan.backfill();
    return "sessionbeam: "
        + (backfill == null ? "there is no session" : "no session begins on " + backfill.days())
        + ", but the output holds "
        + missing.stream().map(Dataset::folder).collect(Collectors.joining("/, ", "", "/"))
        + ". Nothing was replaced, in case this is the wrong input; if it is right: --allowEmpty";
  }

  private int swap(Ledger ledger) throws IOException {
    Swap swap = Swap.of(staged, plan.existing(), Summary.name(plan), Summary.text(plan, ledger));
    swap.commit();
    try {
      swap.finish();
      return ExitCode.OK;
    } catch (IOException e) {
      err.println(
          "sessionbeam: cannot put all new files into their places: "
              + RunPlan.describe(e)
              + ". There may be old and new ones in "
              + plan.output().root()
              + " until the next run with this output, which goes on with it first");
      return ExitCode.SOFTWARE;
    }
  }
}

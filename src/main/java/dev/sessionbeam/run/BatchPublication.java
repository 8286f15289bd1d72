package dev.sessionbeam.run;

import dev.sessionbeam.io.file.InputChanges;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.MissingFiles;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.Swap;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Ends a batch run: replaces the former results by the staged ones, or prints why it does not. */
final class BatchPublication {
  private final RunPlan plan;
  private final StagedResults staged;
  private final @Nullable InvalidShare maxInvalid;
  private final PrintWriter err;
  private List<MissingFiles> missing = List.of();

  /**
   * Creates the end of a run without a limit for the share of rejected records.
   *
   * @param staged the results of the run
   */
  BatchPublication(RunPlan plan, StagedResults staged, PrintWriter err) {
    this(plan, staged, null, err);
  }

  /**
   * Creates the end of a run.
   *
   * @param staged the results of the run
   * @param maxInvalid the largest share of rejected records; null without a limit
   */
  BatchPublication(
      RunPlan plan, StagedResults staged, @Nullable InvalidShare maxInvalid, PrintWriter err) {
    this.maxInvalid = maxInvalid;
    this.plan = plan;
    this.staged = staged;
    this.err = err;
  }

  /**
   * Swaps the results in, if the ledger adds up, not too many records were rejected, and no session
   * is lost by it.
   *
   * @return the exit status. If it is not 0, nothing was replaced, or the swap did not finish; a
   *     message states which
   */
  int conclude(Ledger ledger) throws IOException {
    InputChanges input = ledger.findings().input();
    if (!input.replaced().isEmpty()) {
      staged.clear();
      err.println(
          "sessionbeam: "
              + ChangedInput.replaced(input)
              + ". Nothing was published. Run the same command again when nothing else writes to"
              + " the input");
      return ExitCode.SOFTWARE;
    }
    if (!areStaged(staged.files(), EnumSet.allOf(Dataset.class), ledger)) {
      return ExitCode.SOFTWARE;
    }
    if (!ledger.addsUp()) {
      staged.clear();
      err.println(
          "sessionbeam: the ledger does not add up, so nothing was written. This is a bug: keep the"
              + " input and the logs, and report it");
      return ExitCode.SOFTWARE;
    }
    String tooManyInvalid = tooManyInvalid(ledger);
    if (tooManyInvalid != null) {
      publishRejected(ledger, tooManyInvalid);
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
    return swap(ledger, null, EnumSet.allOf(Dataset.class));
  }

  /** The files of the run, and which of them were missing when this end looked for them. */
  OutputFiles files(Ledger ledger) {
    return missing.isEmpty()
        ? ledger.findings().files()
        : ledger.findings().files().missing(missing);
  }

  /** Whether all files that the run wrote are there; prints a message if they are not. */
  private boolean areStaged(List<String> there, Set<Dataset> datasets, Ledger ledger)
      throws IOException {
    missing = ledger.findings().files().missingIn(there, datasets);
    if (missing.isEmpty()) {
      return true;
    }
    staged.clear();
    err.println(
        "sessionbeam: "
            + files(ledger).text(plan, ledger)
            + ". Nothing was published. "
            + OutputFiles.KEEP_AWAY
            + "Then run the same command again");
    return false;
  }

  /** Why the share of rejected records fails the run; null if it does not. */
  private @Nullable String tooManyInvalid(Ledger ledger) {
    if (ledger.allInvalid() && !plan.replay() && !plan.allowEmpty()) {
      return String.format(
          Locale.ROOT, "every record was rejected (%,d of %,d)", ledger.invalid(), ledger.read());
    }
    InvalidShare limit = maxInvalid;
    return limit == null || !limit.isExceededBy(ledger)
        ? null
        : String.format(
            Locale.ROOT,
            "%s of the records were rejected (%,d of %,d), more than --maxInvalid allows (%s)",
            InvalidShare.percentage(ledger),
            ledger.invalid(),
            ledger.read(),
            limit);
  }

  /**
   * Publishes only the rejected records, so that the user can look at them; or nothing if that
   * would replace results.
   */
  private void publishRejected(Ledger ledger, String why) throws IOException {
    String fix =
        ". Correct the definition or the input"
            + (ledger.allInvalid() && !plan.replay() && !plan.allowEmpty()
                ? "; if the result is right, give --allowEmpty"
                : "; if the result is right, raise --maxInvalid");
    String written;
    if (plan.backfill() != null) {
      staged.clear();
      written =
          "Nothing was written. A backfill does not keep rejected records: to see them, run"
              + " without --from and --to, to another output";
    } else if (staged.wouldReplaceResults(plan.existing())) {
      staged.clear();
      written = "The former results stay. To see the rejected records, run with another --output";
    } else {
      staged.keepOnlyRejected();
      int status = swap(ledger, why, StagedResults.KEPT_ON_FAILURE);
      written =
          status == ExitCode.OK
              ? "Only the rejected records were written, to "
                  + plan.output().root()
                  + Dataset.INVALID.folder()
                  + "/"
              : "See the rejected records in " + plan.output().root();
    }
    err.println("sessionbeam: " + why + ". " + written + fix);
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

  /**
   * Swaps the staged files in.
   *
   * @param failed why the run does not publish all of them; null if it does
   * @param datasets the datasets that it publishes
   */
  private int swap(Ledger ledger, @Nullable String failed, Set<Dataset> datasets)
      throws IOException {
    Swap swap =
        Swap.of(staged, plan.existing(), Summary.name(plan), Summary.text(plan, ledger, failed));
    if (!areStaged(swap.newFiles(), datasets, ledger)) {
      return ExitCode.SOFTWARE;
    }
    swap.commit();
    try {
      swap.finish();
    } catch (IOException e) {
      err.println(
          "sessionbeam: cannot give all new files their final names: "
              + RunPlan.describe("", e)
              + ". Old and new files may be in "
              + plan.output().root()
              + " until the next run with this output, which finishes the swap first");
      return ExitCode.SOFTWARE;
    }
    missing = swap.missing();
    if (missing.isEmpty()) {
      return ExitCode.OK;
    }
    String lost = files(ledger).text(plan, ledger);
    Summary.write(plan, ledger.with(ledger.findings().with(files(ledger))), lost);
    err.println(
        "sessionbeam: "
            + lost
            + ". "
            + OutputFiles.KEEP_AWAY
            + "Then run the same command again with --overwrite");
    return ExitCode.SOFTWARE;
  }
}

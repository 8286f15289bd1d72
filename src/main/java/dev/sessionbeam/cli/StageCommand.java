package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Origin;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common that change what a stage runs. */
abstract class StageCommand implements Callable<Integer> {
  @Mixin private StageFlags stages;
  @Mixin private RolloutFlags flags;

  @Spec private CommandSpec spec;

  private final InputStream in;
  private final Terminal terminal;

  StageCommand(InputStream in, Terminal terminal) {
    this.in = in;
    this.terminal = terminal;
  }

  /**
   * Changes a stage of which nothing is unfinished.
   *
   * @return the exit status
   */
  abstract int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException;

  /**
   * Adds what is wrong with the flags of this command only.
   *
   * @param stage the name of the stage; empty if none was given
   */
  void check(String stage, List<String> faults) {}

  /** Whether it applies what the working copy has, so that a dry run can print that. */
  boolean appliesWorkingCopy() {
    return false;
  }

  @Override
  public final Integer call() throws UsageException, InterruptedException {
    List<String> faults = new ArrayList<>();
    Duration timeout = flags.timeout(faults);
    check(stages.stage().name(), faults);
    DlqFlags.reject(faults);
    if (timeout == null) {
      return ExitCode.USAGE;
    }
    CommandLine command = spec.commandLine();
    try {
      Integer missing = flags.dryRun && appliesWorkingCopy() ? preview(command) : null;
      if (missing != null) {
        return missing;
      }
    } catch (IOException e) {
      command.getErr().println("sessionbeam: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    try (Stage stage = stages.stage().open(flags.dryRun)) {
      StageChange change =
          new StageChange(stage, flags, in, terminal, command.getOut(), command.getErr());
      Integer unfinished = change.finishEarlier();
      return unfinished == null ? change(stage, change, timeout) : unfinished;
    } catch (IOException e) {
      command.getErr().println("sessionbeam: " + e.getMessage());
      command.getErr().println("Run the same command again: it goes on where this one ended.");
      command.getErr().flush();
      return ExitCode.SOFTWARE;
    }
  }

  /**
   * Prints what would be applied, and first all that is missing or wrong.
   *
   * @return the exit status if something is missing or wrong; null if the stage can be opened
   */
  private @Nullable Integer preview(CommandLine command) throws UsageException, IOException {
    List<String> faults = new ArrayList<>();
    List<String> preview = stages.stage().preview(faults);
    faults.forEach(fault -> command.getErr().println("sessionbeam: " + fault));
    command.getErr().flush();
    PrintWriter out = command.getOut();
    preview.forEach(out::println);
    out.flush();
    if (faults.isEmpty()) {
      return null;
    }
    out.println(
        "Nothing was done: --dryRun. Without it, the command would stop at the faults above.");
    out.flush();
    return ExitCode.SOFTWARE;
  }

  /** Starts the working copy as a version. */
  int start(Stage stage, StageChange change, int from, Duration timeout, Origin origin)
      throws IOException, InterruptedException, UsageException {
    List<Integer> versions = stage.versions();
    int last = versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
    boolean kept = last > 0 && stage.changes(last).isEmpty();
    int number = kept ? last : last + 1;
    change.say(stage.title());
    change.say(
        "Version "
            + number
            + ", "
            + (from == 0 ? "the first that runs:" : "in place of " + from + ":"));
    stage.changes(from).forEach(line -> change.say("  " + line));
    return change.change(
        "Start version " + number + "?",
        rollouts -> rollouts.begin(kept ? last : stage.keep(), timeout, origin));
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sessionbeam rollback}: goes back to an earlier version of a stage. */
@Command(
    name = "rollback",
    description = {
      "Goes back to an earlier version of a stage: stops the job with a savepoint, and starts that"
          + " version from there.",
      "If it does not complete a checkpoint within --timeout, the version before the rollback runs"
          + " again. It can be interrupted and run again at any moment. See docs/deploy.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 that version runs; 1 it does not; 2 wrong usage."})
final class RollbackCommand extends StageCommand {
  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The number of the version. Default: the one before the one that runs.")
  private @Nullable Integer to;

  @Mixin private OriginFlags origin;

  RollbackCommand(InputStream in, Terminal terminal) {
    super(in, terminal);
  }

  @Override
  void check(String stage, List<String> faults) {
    origin.check(faults);
  }

  @Override
  int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException {
    Launch running = change.requiredRunning();
    int version = target(stage.versions(), running.version());
    change.say(stage.title());
    change.say("Version " + version + " in place of " + running.version() + ".");
    return change.change(
        "Start version " + version + "?",
        rollouts -> rollouts.begin(version, timeout, origin.origin()));
  }

  private int target(List<Integer> versions, int running) throws UsageException {
    if (to != null && versions.contains(to)) {
      return to;
    }
    if (to != null) {
      throw new UsageException("--to: there is no version " + to + "; there are " + versions);
    }
    return versions.stream()
        .filter(version -> version < running)
        .reduce((first, last) -> last)
        .orElseThrow(() -> new UsageException("there is no version before version " + running));
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code sessionbeam update}: replaces the version that a stage runs. */
@Command(
    name = "update",
    description = {
      "Replaces the version that a stage runs by the working copy: stops it with a savepoint, and"
          + " starts the new version from there.",
      "If the new version does not complete a checkpoint within --timeout, the old one runs again,"
          + " from the same savepoint. It can be interrupted and run again at any moment. See"
          + " docs/deploy.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 the new version runs; 1 it does not; 2 wrong usage."})
final class UpdateCommand extends StageCommand {
  @Mixin private OriginFlags origin;

  UpdateCommand(InputStream in, Terminal terminal) {
    super(in, terminal);
  }

  @Override
  void check(String stage, List<String> faults) {
    origin.check(faults);
  }

  @Override
  boolean appliesWorkingCopy() {
    return true;
  }

  @Override
  int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException {
    Launch running = change.requiredRunning();
    if (origin.origin().stops() && stage.changes(running.version()).isEmpty()) {
      change.say("Nothing has changed: version " + running.version() + " runs. " + stage.address());
      return ExitCode.OK;
    }
    return start(stage, change, running.version(), timeout, origin.origin());
  }
}

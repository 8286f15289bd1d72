package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Origin;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code sessionbeam deploy}: puts a stage up. */
@Command(
    name = "deploy",
    description = {
      "Puts a stage up: keeps the working copy as a version, and starts it.",
      "After a removal, it goes on from the savepoint of the removal. It can be interrupted and run"
          + " again at any moment. See docs/deploy.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 it runs; 1 it does not; 2 wrong usage."})
final class DeployCommand extends StageCommand {
  @Option(
      names = "--savepointPath",
      paramLabel = "PATH",
      description =
          "Begins from this savepoint or checkpoint. Default: that of the last removal, or afresh.")
  private @Nullable String savepointPath;

  DeployCommand(InputStream in, Terminal terminal) {
    super(in, terminal);
  }

  @Override
  boolean appliesWorkingCopy() {
    return true;
  }

  @Override
  int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException {
    Launch running = change.running();
    if (running == null) {
      return start(
          stage,
          change,
          0,
          timeout,
          savepointPath == null ? Origin.SAVEPOINT : Origin.chosen(savepointPath));
    }
    if (stage.changes(running.version()).isEmpty()) {
      change.say("Version " + running.version() + " runs already: " + stage.address());
      return ExitCode.OK;
    }
    throw new UsageException(
        "the stage runs version " + running.version() + " already: change it with update");
  }
}

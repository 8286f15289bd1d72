package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Origin;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessionbeam remove}: takes a stage down. */
@Command(
    name = "remove",
    description = {
      "Takes a stage down: stops its job with a savepoint, and ends what runs. Data, versions and"
          + " the savepoint stay, and the next deploy goes on from there.",
      "It can be interrupted and run again at any moment. See docs/deploy.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 it is down; 1 it is not; 2 wrong usage."})
final class RemoveCommand extends StageCommand {
  @Option(
      names = "--fromCheckpoint",
      description =
          "Ends the job without a savepoint; the next deploy goes on from its last checkpoint.")
  private boolean fromCheckpoint;

  RemoveCommand(InputStream in, Terminal terminal) {
    super(in, terminal);
  }

  @Override
  int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException {
    Launch running = change.running();
    change.say(stage.title());
    change.say(running == null ? "Nothing runs." : "Version " + running.version() + " runs.");
    Origin origin = fromCheckpoint ? Origin.LAST_CHECKPOINT : Origin.SAVEPOINT;
    return change.change("Take it down?", rollouts -> rollouts.beginRemoval(timeout, origin));
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Origin;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.StageData;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sessionbeam remove}: takes a stage down. */
@Command(
    name = "remove",
    description = {
      "Takes a stage down: stops its job with a savepoint, and ends what runs. Data, versions and"
          + " the savepoint stay, and the next deploy goes on from there.",
      "With --deleteData, the data are deleted too, once the job is stopped and ended.",
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

  @Option(
      names = "--deleteData",
      paramLabel = "STAGE",
      description =
          "Deletes the data as well: give the name of the stage once more. --yes is not enough."
              + " On this machine: output, archive, checkpoints and savepoints. On AWS: stream,"
              + " bucket, queues and tables. Default: all data stay.")
  private @Nullable String deleteData;

  RemoveCommand(InputStream in, Terminal terminal) {
    super(in, terminal);
  }

  @Override
  void check(String stage, List<String> faults) {
    if (deleteData == null || stage.isEmpty()) {
      return;
    }
    if (!deleteData.equals(stage)) {
      faults.add(
          "--deleteData: '"
              + deleteData
              + "' is not the name of the stage. To delete its data, give --deleteData="
              + stage);
    }
    if (fromCheckpoint) {
      faults.add(
          "--deleteData needs a job that was stopped with a savepoint: first run remove with"
              + " --fromCheckpoint, and then with --deleteData");
    }
  }

  @Override
  int change(Stage stage, StageChange change, Duration timeout)
      throws IOException, InterruptedException, UsageException {
    Launch running = change.running();
    change.say(stage.title());
    change.say(running == null ? "Nothing runs." : "Version " + running.version() + " runs.");
    List<String> data = deleteData == null ? List.of() : dataOf(stage, change);
    Origin origin = fromCheckpoint ? Origin.LAST_CHECKPOINT : Origin.SAVEPOINT;
    return change.change(
        data.isEmpty() ? "Take it down?" : "Take it down, and delete all of this?",
        rollouts -> rollouts.beginRemoval(timeout, origin, data));
  }

  private static List<String> dataOf(Stage stage, StageChange change)
      throws IOException, UsageException {
    StageData data = stage.data();
    if (!data.faults().isEmpty()) {
      throw new UsageException(data.faults());
    }
    change.say("Its data are deleted for ever:");
    data.objects().forEach(object -> change.say("  - " + object));
    data.kept().forEach(change::say);
    return data.objects();
  }
}

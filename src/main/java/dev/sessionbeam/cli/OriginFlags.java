package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say from where a version goes on. */
final class OriginFlags {
  @Option(
      names = "--fromCheckpoint",
      description =
          "Ends the job without a savepoint, and goes on from its last checkpoint: for a job of"
              + " which no savepoint can be taken.")
  private boolean fromCheckpoint;

  @Option(
      names = "--savepointPath",
      paramLabel = "PATH",
      description =
          "Ends the job without a savepoint, and goes on from this savepoint or checkpoint. What was"
              + " published after it is published again.")
  private @Nullable String savepointPath;

  /** Adds a fault if both are given. */
  void check(List<String> faults) {
    if (fromCheckpoint && savepointPath != null) {
      faults.add("--fromCheckpoint and --savepointPath: give one of them");
    }
  }

  Origin origin() {
    if (savepointPath != null) {
      return Origin.chosen(savepointPath);
    }
    return fromCheckpoint ? Origin.LAST_CHECKPOINT : Origin.SAVEPOINT;
  }
}

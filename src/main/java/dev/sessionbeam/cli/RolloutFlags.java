package dev.sessionbeam.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of commands that change what a stage runs. */
final class RolloutFlags {
  @Option(names = "--yes", description = "Does it without a question.")
  boolean yes;

  @Option(names = "--dryRun", description = "Prints what would be done, and does nothing.")
  boolean dryRun;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Within which the version must complete its first checkpoint; else the one before it runs"
              + " again. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10m")
  private String timeout = "10m";

  /** Returns the time; or adds a fault, and returns null. */
  @Nullable Duration timeout(List<String> faults) {
    Duration time = DlqFlags.duration("--timeout", timeout, faults);
    if (time != null && time.isZero()) {
      faults.add("--timeout: must be longer than 0");
    }
    return time;
  }
}

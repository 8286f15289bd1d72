package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.status.StatusReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam status}: how a job on a Flink cluster is doing. */
@Command(
    name = "status",
    description = {
      "Prints how a job on a Flink cluster is doing: its state, restarts, checkpoints, watermark,"
          + " ledger so far, deliveries and last failures.",
      "Changes nothing."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Exit status: 0 healthy; 1 not healthy, no such job, or the cluster does not answer; 2 wrong"
          + " usage."
    })
final class StatusCommand implements Callable<Integer> {
  private static final String USUALLY_BEHIND = "10m";
  private static final String USUALLY_EVERY = "5s";

  @Mixin private ClusterFlags cluster;

  @Option(
      names = "--job",
      paramLabel = "ID|NAME",
      description = "The job. Default: the only one that has not ended, or the last one.")
  private @Nullable String job;

  @Option(
      names = "--maxBehind",
      paramLabel = "DURATION",
      description =
          "A job that reads records of a Kinesis stream that are older than this is not healthy."
              + " Default: "
              + USUALLY_BEHIND
              + ".")
  private String maxBehind = USUALLY_BEHIND;

  @Option(names = "--json", description = "Prints one line of JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Prints it again and again, until you stop it.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "With --watch: how often. Default: " + USUALLY_EVERY + ".")
  private @Nullable String every;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> faults = new ArrayList<>();
    cluster.check(faults);
    Duration behind = DlqFlags.duration("--maxBehind", maxBehind, faults);
    if (every != null && !watch) {
      faults.add("--every is for --watch");
    }
    Duration pause = DlqFlags.duration("--every", every == null ? USUALLY_EVERY : every, faults);
    if (pause != null && pause.isZero()) {
      faults.add("--every: must be longer than 0");
    }
    DlqFlags.reject(faults);
    if (behind == null || pause == null) {
      return ExitCode.USAGE;
    }
    try (ClusterAccess access = cluster.open()) {
      int status = print(access.address(), behind);
      while (watch) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        if (!json) {
          spec.commandLine().getOut().println();
        }
        status = print(access.address(), behind);
      }
      return status;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int print(URI address, Duration behind) {
    CommandLine command = spec.commandLine();
    try {
      StatusReport report = StatusReport.of(address, job, behind, json);
      command.getOut().print(report.text());
      command.getOut().flush();
      return report.healthy() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int failed(IOException e) {
    CommandLine command = spec.commandLine();
    command.getErr().println("sessionbeam: " + e.getMessage());
    command.getErr().flush();
    return ExitCode.SOFTWARE;
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.status.ClusterLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam logs}: the last entries of a Flink cluster's logs. */
@Command(
    name = "logs",
    description = {
      "Prints the last log entries of a Flink cluster's JobManager and TaskManagers, in the order"
          + " of time, each with its process before it. An entry has its stack trace.",
      "Changes nothing."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Only the file that a process writes to now is read, and not the full ones before it.",
      "",
      "Exit status: 0 done, 1 the cluster does not answer, 2 wrong usage."
    })
final class LogsCommand implements Callable<Integer> {
  private static final int USUAL_LAST = 50;
  private static final int MOST_LAST = 10_000;
  private static final List<String> LEVELS = List.of("DEBUG", "INFO", "WARN", "ERROR");
  private static final int FOLLOW_SECONDS = 2;

  @Mixin private ClusterFlags cluster;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many entries. Default: " + USUAL_LAST + ".")
  private int last = USUAL_LAST;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Only entries of this level and above: debug, info, warn, error. Default: info.")
  private String level = "info";

  @Option(
      names = "--containing",
      paramLabel = "TEXT",
      description = "Only entries that have this text, such as a step or a job's id.")
  private String containing = "";

  @Option(names = "--follow", description = "Prints new entries as they come, until you stop it.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> faults = new ArrayList<>();
    cluster.check(faults);
    if (last < 1 || last > MOST_LAST) {
      faults.add("--last: must be from 1 to " + MOST_LAST);
    }
    String least = level.toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(least)) {
      faults.add("--level: '" + level + "' is not one of debug, info, warn, error");
    }
    DlqFlags.reject(faults);
    try (ClusterAccess access = cluster.open()) {
      ClusterLogs logs = ClusterLogs.of(access.address(), least, containing);
      int status = print(logs, last);
      while (follow) {
        TimeUnit.SECONDS.sleep(FOLLOW_SECONDS);
        status = print(logs, MOST_LAST);
      }
      return status;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int print(ClusterLogs logs, int most) {
    CommandLine command = spec.commandLine();
    try {
      logs.next(most).forEach(command.getOut()::println);
      command.getOut().flush();
      return ExitCode.OK;
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

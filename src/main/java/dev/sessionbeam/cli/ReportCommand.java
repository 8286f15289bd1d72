package dev.sessionbeam.cli;

import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.run.ProcessTempFolder;
import dev.sessionbeam.run.Report;
import dev.sessionbeam.run.ReportFlags;
import dev.sessionbeam.run.RunArguments;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code sessionbeam report}: what the sessions of an output look like. */
@Command(
    name = "report",
    description = {
      "Writes a page on the sessions of an output: how many there are and when, how long they are,"
          + " which pauses the machines make, what other gaps would give, and how actions follow"
          + " each other.",
      "Reads the output, and changes nothing in it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Every option of Beam and of the runner is a flag too, such as --parallelism=4. Flags are"
          + " written --name=value.",
      "",
      "Exit status: 0 done; 1 failed, or the definition does not write such lines; 2 wrong usage."
    })
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "The definition of the runs that wrote the output. Required.")
  private @Nullable String definition;

  @Option(
      names = "--input",
      paramLabel = "FOLDER",
      description = "The output of runs, on a disk or on S3 (s3://bucket/folder). Required.")
  private @Nullable String input;

  @Option(
      names = "--gaps",
      paramLabel = "DURATIONS",
      description =
          "The gaps that the events are cut with again, with commas between them; the definition's"
              + " own is always among them. Default: 1m,5m,15m,30m,1h,2h.")
  private @Nullable String gaps;

  @Option(
      names = "--funnel",
      paramLabel = "ACTIONS",
      description =
          "Actions with commas between them, such as start,edit,share: how many sessions have them"
              + " in this order. May be given several times.")
  private List<String> funnels = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file for the page; it is replaced. Default: report.html.")
  private @Nullable String output;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "A file for all figures as JSON; it is replaced.")
  private @Nullable String json;

  @Option(
      names = "--correlations",
      paramLabel = "FOLDER",
      description =
          "A folder for pairs.jsonl and next_actions.jsonl: which actions sessions have together,"
              + " and which follow each other.")
  private @Nullable String correlations;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "A folder on the disk that keeps what is known of the output, so that the next report"
              + " reads only what is new.")
  private @Nullable String cache;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      description = "FlinkRunner (inside this process) or DirectRunner. Default: FlinkRunner.")
  private @Nullable String runner;

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "A YAML file of further flags of Beam and the runner; the command line wins.")
  private @Nullable Path optionsFile;

  @SuppressWarnings("UnusedVariable") // Main reads the flag.
  @Option(names = RunCommand.VERBOSE, description = "Shows the logs of Beam and of the runner.")
  private boolean verbose;

  @Unmatched private List<String> furtherFlags = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** Returns the command with the flags for S3. */
  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ReportCommand());
    OptionFlags.of(S3StorageOptions.class).forEach(spec::addOption);
    return new CommandLine(spec);
  }

  @Override
  public Integer call() throws UsageException, IOException {
    ProcessTempFolder.setUp();
    CommandLine command = spec.commandLine();
    Report.of(
        RunArguments.ofReport(flags(), optionsFile),
        new ReportFlags(definition, input, gaps, funnels, output, json, correlations, cache),
        command.getOut(),
        command.getErr());
    return ExitCode.OK;
  }

  private Map<String, String> flags() throws UsageException {
    Map<String, String> flags = FurtherFlags.of(spec, runner, furtherFlags);
    if (input != null) {
      flags.put("input", input);
    }
    return flags;
  }
}

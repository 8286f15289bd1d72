package dev.sessionbeam.cli;

import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.run.ApplicationCluster;
import dev.sessionbeam.run.DeliverOptions;
import dev.sessionbeam.run.InputOptions;
import dev.sessionbeam.run.OutputOptions;
import dev.sessionbeam.run.ProcessTempFolder;
import dev.sessionbeam.run.Run;
import dev.sessionbeam.run.RunArguments;
import dev.sessionbeam.run.StreamOptions;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code sessionbeam run}: turns records from files or a Kinesis stream into sessions in files. */
@Command(
    name = "run",
    description = "Computes sessions from events in files or in a Kinesis stream.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Every option of Beam and of the runner is a flag too, such as --parallelism=4 for Flink or"
          + " --targetParallelism=4 for the DirectRunner. Flags are written --name=value."
          + " --flinkMaster=HOST:PORT submits the job to a Flink cluster; see"
          + " runners/flink-cluster/README.md.",
      "",
      "Exit status: 0 done; 1 failed, the ledger does not add up, or every record or more than"
          + " --maxInvalid was rejected; 2 wrong usage, another run holds the lease, or no session"
          + " although the output has some (--allowEmpty)."
    })
final class RunCommand implements Callable<Integer> {
  static final String VERBOSE = "--verbose";

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      description =
          "FlinkRunner (inside this process, unless --flinkMaster is given) or DirectRunner."
              + " Default: FlinkRunner.")
  private @Nullable String runner;

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description =
          "A YAML file of further flags, such as runners/flink-local/options.yaml; the command line"
              + " wins.")
  private @Nullable Path optionsFile;

  @SuppressWarnings("UnusedVariable") // Main reads the flag.
  @Option(names = VERBOSE, description = "Shows the logs of Beam and of the runner.")
  private boolean verbose;

  @Unmatched private List<String> furtherFlags = new ArrayList<>();

  @Spec private CommandSpec spec;

  private final @Nullable ApplicationCluster application;

  private RunCommand(@Nullable ApplicationCluster application) {
    this.application = application;
  }

  /** Returns the command with the flags of sessionbeam's option interfaces. */
  static CommandLine commandLine() {
    return commandLine(null);
  }

  /**
   * Returns the command for a run on a cluster that has called this program.
   *
   * @param application the cluster; null if none has
   */
  static CommandLine commandLine(@Nullable ApplicationCluster application) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new RunCommand(application));
    List<OptionSpec> ours =
        OptionFlags.of(
            InputOptions.class,
            OutputOptions.class,
            StreamOptions.class,
            DeliverOptions.class,
            S3StorageOptions.class);
    List<OptionSpec> general = List.copyOf(spec.options());
    general.forEach(spec::remove);
    ours.forEach(spec::addOption);
    general.forEach(spec::addOption);
    return new CommandLine(spec);
  }

  @Override
  public Integer call() throws UsageException, IOException {
    Map<String, String> flags = FurtherFlags.of(spec, runner, furtherFlags);
    DefinitionPreload.begin(flags.get("definition"));
    PipelineOptions options = options(flags);
    CommandLine command = spec.commandLine();
    return Run.of(options, command.getOut(), command.getErr());
  }

  private PipelineOptions options(Map<String, String> flags) throws UsageException, IOException {
    ApplicationCluster cluster = application;
    if (cluster != null) {
      return RunArguments.ofApplication(flags, optionsFile, cluster);
    }
    ProcessTempFolder.setUp();
    return RunArguments.options(flags, optionsFile);
  }
}

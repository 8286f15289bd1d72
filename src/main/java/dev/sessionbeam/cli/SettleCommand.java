package dev.sessionbeam.cli;

import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.run.ProcessTempFolder;
import dev.sessionbeam.run.RunArguments;
import dev.sessionbeam.run.Settle;
import dev.sessionbeam.run.SettleFlags;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code sessionbeam settle}: rewrites days that can no longer change into few files. */
@Command(
    name = "settle",
    description = {
      "Rewrites days on which nothing can change any more into few, large files with the current"
          + " lines only, sorted by machine and time. Views over the output show the same rows"
          + " before, during and after."
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
      "Exit status: 0 done, also if no day may settle; 1 failed, or the ledger does not add up; 2"
          + " wrong usage, a day may still change, or another run holds the lease of a day."
    })
final class SettleCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "The output of runs, on a disk or on S3 (s3://bucket/folder). Required.")
  private @Nullable String output;

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "The definition of these runs. Required.")
  private @Nullable String definition;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      description =
          "Settles the days (UTC) before this one, such as 2017-02-05; fails if one of them may"
              + " still change. Default: all days that can no longer change.")
  private @Nullable String before;

  @Option(
      names = "--files",
      paramLabel = "N",
      description = "The number of files for each dataset and partition. Default: by --fileSize.")
  private @Nullable String files;

  @Option(
      names = "--fileSize",
      paramLabel = "SIZE",
      description = "About how large the files are. Default: 256MiB.")
  private @Nullable String fileSize;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description =
          "How long files that a settled day has replaced stay; a later settle deletes them."
              + " Default: 1d.")
  private @Nullable String keep;

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
    CommandSpec spec = CommandSpec.forAnnotatedObject(new SettleCommand());
    OptionFlags.of(S3StorageOptions.class).forEach(spec::addOption);
    return new CommandLine(spec);
  }

  @Override
  public Integer call() throws UsageException, IOException {
    ProcessTempFolder.setUp();
    CommandLine command = spec.commandLine();
    return Settle.of(
        RunArguments.ofSettle(flags(), optionsFile),
        new SettleFlags(output, definition, before, files, fileSize, keep),
        command.getOut(),
        command.getErr());
  }

  private Map<String, String> flags() throws UsageException {
    Map<String, String> flags = FurtherFlags.of(spec, runner, furtherFlags);
    if (output != null) {
      flags.put("output", output);
    }
    return flags;
  }
}

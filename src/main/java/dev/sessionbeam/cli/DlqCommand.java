package dev.sessionbeam.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sessionbeam dlq}: what can be done with dead letters. */
@Command(
    name = "dlq",
    description = "Counts dead letters, keeps them in a file, or sends them again.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DlqShowCommand.class, DlqBackupCommand.class, DlqRedriveCommand.class},
    footer = {
      "",
      "A queue is named by its URL or its ARN. Credentials come from AWS's default chain.",
      "",
      "Exit status: 0 done; 1 failed, or not all of it was done; 2 wrong usage."
    })
final class DlqCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: give show, backup or redrive");
  }
}

package dev.sessionbeam.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sessionbeam hot}: what a table of the hot tier holds. */
@Command(
    name = "hot",
    description = "Reads the DynamoDB tables that run writes.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HotGetCommand.class,
    footer = {
      "",
      "Credentials come from AWS's default chain.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
final class HotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: give get");
  }
}

package dev.sessionbeam.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sessionbeam version}: prints the same as {@code --version}. */
@Command(
    name = "version",
    description = "Prints the versions of sessionbeam, Beam, Flink and Java.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class VersionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine command = spec.commandLine();
    command.printVersionHelp(command.getOut());
    command.getOut().flush();
  }
}

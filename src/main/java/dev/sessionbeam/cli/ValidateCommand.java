package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionPrinter;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.RunPlan;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sessionbeam validate}: prints what a definition means, or everything wrong with it. */
@Command(
    name = "validate",
    description = "Prints what a definition means, or everything that is wrong with it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Exit status: 0 valid, 2 not valid."})
final class ValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DEFINITION", description = "The definition: a YAML file.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    Optional<String> fault = PathFlags.fault("DEFINITION", file.toString());
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      Definition definition = DefinitionReader.read(file);
      out.println("# " + file + " is valid. With every default:");
      out.print(DefinitionPrinter.print(definition));
      out.flush();
      return ExitCode.OK;
    } catch (InvalidDefinitionException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + RunPlan.describe(e));
    }
  }
}

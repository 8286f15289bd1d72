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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description = "The definition, as run has it: a YAML file. Give this or DEFINITION.")
  private @Nullable String flag;

  @Parameters(
      paramLabel = "DEFINITION",
      arity = "0..1",
      description = "The definition: a YAML file. Give this or --definition.")
  private @Nullable String argument;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    String file = file();
    Optional<String> fault = PathFlags.fault(flag == null ? "DEFINITION" : "--definition", file);
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
    PrintWriter out = spec.commandLine().getOut();
    try {
      Definition definition = DefinitionReader.read(Path.of(file));
      out.println("# " + file + " is valid. With every default:");
      out.print(DefinitionPrinter.print(definition));
      out.flush();
      return ExitCode.OK;
    } catch (InvalidDefinitionException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + RunPlan.describe(file, e));
    }
  }

  private String file() throws UsageException {
    if (flag != null && argument != null) {
      throw new UsageException("--definition and DEFINITION: give one of them");
    }
    String file = flag == null ? argument : flag;
    if (file == null) {
      throw new UsageException("--definition=FILE is missing");
    }
    return file;
  }
}

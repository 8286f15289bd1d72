package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionPrinter;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.deliver.connect.RoutesCheck;
import dev.sessionbeam.deliver.route.RefreshedRoutes;
import dev.sessionbeam.deliver.route.RouteScopes;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.RoutesOfStart;
import dev.sessionbeam.run.RunPlan;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
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

  @Option(
      names = "--routes",
      paramLabel = "FILE",
      description =
          "The routes, as run has them: a file of JSON, on a disk or on S3. They are checked"
              + " together with the definition.")
  private @Nullable String routes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    String file = file();
    Optional<String> fault = PathFlags.fault(flag == null ? "DEFINITION" : "--definition", file);
    if (fault.isPresent()) {
      throw new UsageException(fault.get());
    }
    List<String> faults = new ArrayList<>();
    Definition definition = definition(file, faults);
    Routes checked = routes == null ? null : routes(routes, definition, faults);
    if (definition == null || !faults.isEmpty()) {
      throw new UsageException(faults);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("# " + file + " is valid. With every default:");
    out.print(DefinitionPrinter.print(definition));
    if (checked != null) {
      out.println("# " + routes + " is valid: version " + checked.version());
      RoutesTable.lines(checked).forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Returns all that is wrong with a definition and its routes; nothing if they are valid. */
  static List<String> faults(Path definition, @Nullable Path routes) {
    List<String> faults = new ArrayList<>();
    Definition read = definition(definition.toString(), faults);
    if (routes != null) {
      routes(routes.toString(), read, faults);
    }
    return faults;
  }

  private static @Nullable Definition definition(String file, List<String> faults) {
    try {
      return DefinitionReader.read(Path.of(file));
    } catch (InvalidDefinitionException e) {
      faults.addAll(String.valueOf(e.getMessage()).lines().toList());
    } catch (IOException e) {
      faults.add("cannot read " + file + ": " + RunPlan.describe(file, e));
    }
    return null;
  }

  private static @Nullable Routes routes(
      String file, @Nullable Definition definition, List<String> faults) {
    Optional<String> fault = PathFlags.faultOnDiskOrS3("--routes", file);
    if (fault.isPresent()) {
      faults.add(fault.get());
      return null;
    }
    RoutesReader reader =
        new RoutesReader(definition == null ? null : RouteScopes.of(definition), new RoutesCheck());
    RefreshedRoutes.Start read =
        new RoutesOfStart(reader, file, PipelineOptionsFactory.create()).read(faults);
    return read == null ? null : read.routes();
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

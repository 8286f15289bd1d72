package dev.sessionbeam.cli;

import dev.sessionbeam.expression.NearestName;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the command line {@code sessionbeam COMMAND …} and exits with its status: 0 done, 1 failed,
 * 2 wrong usage.
 */
@Command(
    name = "sessionbeam",
    description = "Exact sessions from user events, on any Apache Beam runner.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ValidateCommand.class,
      SimulateCommand.class,
      DlqCommand.class,
      HotCommand.class,
      TablesCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      CollectCommand.class,
      HelpCommand.class,
      VersionCommand.class
    },
    footer = {
      "",
      "Try it:",
      "  sessionbeam simulate --events=10000 --machines=100 --seed=1 --output=out/raw",
      "  sessionbeam validate --definition=pipelines/nitro.yaml",
      "  head -n 5 out/raw/part-000.jsonl | sessionbeam explain --definition=pipelines/nitro.yaml",
      "  sessionbeam run --definition=pipelines/nitro.yaml --input=out/raw \\",
      "                  --output=out/sessions",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Libraries print numbers and messages in the language of the default locale.
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(System.in, Terminal.ofProcess(), out, err, args));
  }

  /** Runs a command without an input and without a terminal, and returns the exit status. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(InputStream.nullInputStream(), Terminal.NONE, out, err, args);
  }

  /** Runs a command and returns the exit status. */
  static int run(
      InputStream in, Terminal terminal, PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.addSubcommand("run", RunCommand.commandLine());
    commandLine.addSubcommand("settle", SettleCommand.commandLine());
    commandLine.addSubcommand("init", new InitCommand(in));
    commandLine.addSubcommand("report", ReportCommand.commandLine());
    commandLine.addSubcommand("explain", new ExplainCommand(in, terminal));
    commandLine.addSubcommand("deploy", new DeployCommand(in, terminal));
    commandLine.addSubcommand("update", new UpdateCommand(in, terminal));
    commandLine.addSubcommand("rollback", new RollbackCommand(in, terminal));
    commandLine.addSubcommand("remove", new RemoveCommand(in, terminal));
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setParameterExceptionHandler(Main::explain);
    commandLine.setExecutionExceptionHandler(Failures::explain);
    commandLine.setExecutionStrategy(Main::execute);
    if (args.length == 0) {
      commandLine.usage(err);
      return ExitCode.USAGE;
    }
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      // picocli hands on only exceptions.
      err.println("sessionbeam: " + Failures.OUT_OF_MEMORY);
      return ExitCode.SOFTWARE;
    }
  }

  private static int execute(ParseResult parsed) {
    ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    Logs.setUp(command.hasMatchedOption(RunCommand.VERBOSE));
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int explain(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    explain(e, err);
    err.println("Help: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  /** Says what is wrong with the arguments of a command. */
  static void explain(ParameterException e, PrintWriter err) {
    String.valueOf(e.getMessage()).lines().forEach(line -> err.println("sessionbeam: " + line));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      nearestFlag(e).ifPresent(flag -> err.println("Did you mean " + flag + "?"));
    }
  }

  /** The flag that an unknown one resembles: picocli compares only their beginnings. */
  private static Optional<String> nearestFlag(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unknown) || unknown.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    List<String> flags =
        e.getCommandLine().getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .toList();
    String given = unknown.getUnmatched().get(0).split("=", 2)[0];
    return Optional.ofNullable(NearestName.to(given, flags));
  }
}

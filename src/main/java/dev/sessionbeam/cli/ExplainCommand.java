package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.explain.Colours;
import dev.sessionbeam.explain.Explain;
import dev.sessionbeam.explain.JsonReport;
import dev.sessionbeam.explain.TextReport;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.run.DaysFlags;
import dev.sessionbeam.run.DefinitionFlag;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sessionbeam explain}: prints what the steps do to a few records. */
@Command(
    name = "explain",
    description = "Prints what each step does to a few records, and why sessions start.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "It applies the steps of a run to at most 1,000 records, or with --output it explains the"
          + " sessions that a run has written. It writes nothing. See docs/explain.md.",
      "",
      "Exit status: 0 done, also if records are rejected; 2 wrong usage, or an input that cannot be"
          + " read."
    })
final class ExplainCommand implements Callable<Integer> {
  @Option(names = "--definition", paramLabel = "FILE", description = "The definition. Required.")
  private @Nullable String definition;

  @Option(
      names = "--routes",
      paramLabel = "FILE",
      description = "The routes, as run has them: adds who receives each event and session.")
  private @Nullable String routes;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first day of a backfill, such as 2017-02-05; needs --to.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last day of a backfill; needs --from.")
  private @Nullable String to;

  @Option(
      names = "--replay",
      description = "Takes records out of the envelopes of invalid/ and late/, as run does.")
  private boolean replay;

  @Option(names = "--json", description = "Prints one JSON object on each line, for a program.")
  private boolean json;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..1",
      description =
          "A file of records, as run reads it; - is the standard input. Default: the standard"
              + " input.")
  private @Nullable String input;

  @Mixin private final ExplainOutput output = new ExplainOutput();

  @Spec private CommandSpec spec;

  private final InputStream standardInput;
  private final Terminal terminal;

  ExplainCommand(InputStream standardInput, Terminal terminal) {
    this.standardInput = standardInput;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws UsageException {
    List<String> faults = new ArrayList<>();
    Definition read = definition(faults);
    Routes routed = routes == null ? null : ExplainRoutes.read(routes, read, faults);
    DateRange days = DaysFlags.read(from, to, faults);
    if (output.isGiven()) {
      output.check(faults);
      if (input != null || routes != null || from != null || to != null || replay) {
        faults.add(
            "--output explains what a run has written: remove INPUT, --routes, --from, --to and"
                + " --replay, which are for records");
      }
    } else if (input != null && !input.equals("-")) {
      PathFlags.fault("INPUT", input).ifPresent(faults::add);
    }
    if (read == null || !faults.isEmpty()) {
      throw new UsageException(faults);
    }
    if (output.isGiven()) {
      output.explain(read, json, colours(), spec.commandLine().getOut());
    } else {
      records(read, routed, days == null ? null : range(days, read));
    }
    return ExitCode.OK;
  }

  private void records(Definition read, @Nullable Routes routed, @Nullable SessionRange range)
      throws UsageException {
    String name = input == null ? "-" : input;
    if (name.equals("-") && terminal.isInput()) {
      spec.commandLine().getErr().println("Reading records from the terminal, up to Ctrl-D ...");
    }
    Explain explain = new Explain(read, routed, range);
    ExplainInput.use(
        name,
        standardInput,
        true,
        source -> {
          source.explainAll(read.unwrap() != null, replay, explain);
          PrintWriter out = spec.commandLine().getOut();
          if (json) {
            new JsonReport(source::place).print(explain.result(), out);
          } else {
            new TextReport(read, routed != null, range != null, source::place, colours())
                .print(explain.result(), out);
          }
          out.flush();
        });
  }

  private Colours colours() {
    return new Colours(terminal.showsColours());
  }

  private static SessionRange range(DateRange days, Definition read) {
    SessionRules rules = SessionRules.of(read.session().gap(), read.session().maxDuration());
    return SessionRange.of(days.begin(), days.end(), rules);
  }

  private @Nullable Definition definition(List<String> faults) {
    String fault =
        definition == null ? null : PathFlags.fault("--definition", definition).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    return DefinitionFlag.read(definition, faults);
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dynamodb.HotTable;
import dev.sessionbeam.deliver.dynamodb.HotTableException;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam hot get}: prints what a table holds about one machine. */
@Command(
    name = "get",
    description = {
      "Prints the current sessions of a machine, one line of JSON for each, by their starts.",
      "Of a table of events, prints the lines of the machine's last events, the oldest of them"
          + " first. The keys of the table say which kind it is."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "A machine that the table does not know has no lines.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
final class HotGetCommand implements Callable<Integer> {
  private static final int USUAL_LAST = 10;

  @Option(names = "--machine", paramLabel = "MACHINE", description = "The machine. Required.")
  private @Nullable String machine;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Of a table of events: how many events at most. Default: " + USUAL_LAST + ".")
  private @Nullable Integer last;

  @Mixin private HotTableFlags table;
  @Mixin private DlqFlags flags;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException, IOException {
    List<String> faults = new ArrayList<>();
    if (machine == null || machine.isEmpty()) {
      faults.add("--machine=MACHINE is missing");
    }
    if (last != null && last < 1) {
      faults.add("--last: must be 1 or more");
    }
    Route route = table.route(flags, faults).orElse(null);
    DlqFlags.reject(faults);
    CommandLine command = spec.commandLine();
    if (route == null || machine == null) {
      return ExitCode.USAGE;
    }
    try (HotTable opened = HotTable.open(route)) {
      print(opened, machine, command.getOut());
      command.getOut().flush();
      return ExitCode.OK;
    } catch (HotTableException e) {
      command.getErr().println("sessionbeam: " + e.getMessage());
      command.getErr().flush();
      return ExitCode.SOFTWARE;
    }
  }

  private void print(HotTable opened, String of, PrintWriter out)
      throws HotTableException, UsageException {
    if (opened.source() == Source.EVENTS) {
      opened.lastEvents(of, last == null ? USUAL_LAST : last).forEach(out::println);
      return;
    }
    if (last != null) {
      throw new UsageException(
          "--last is for a table of events; this one holds sessions: remove the flag");
    }
    opened.sessions(of, out::println);
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.simulate.Outcome;
import dev.sessionbeam.simulate.SimulatedFolder;
import dev.sessionbeam.simulate.Simulation;
import dev.sessionbeam.simulate.SimulationReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sessionbeam simulate}: a number to that many made-up events, in files. */
@Command(
    name = "simulate",
    description = {
      "Makes up raw events like those of Nitro, the same bytes for the same settings.",
      "They suit pipelines/nitro.yaml, and have what tells a right answer from a wrong one:"
          + " restarts, pauses as long as the gap to the millisecond, ties, machines that never"
          + " pause, events out of order, sent twice or broken, and faulty builds."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Durations are written like 500ms, 90s, 2m, 1h or 1h30m.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--events",
      paramLabel = "N",
      required = true,
      description =
          "How many events, broken ones included. Copies (--duplicates) come on top. Required.")
  private String events;

  @Option(
      names = "--machines",
      paramLabel = "M",
      required = true,
      description =
          "How many machines send them; with fewer events than machines each is of another one."
              + " Required.")
  private String machines;

  @Option(
      names = "--seed",
      paramLabel = "S",
      required = true,
      description = "Any whole number; another one makes other events. Required.")
  private String seed;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description =
          "The folder for part-000.jsonl and so on; it is made where it is missing, and refused"
              + " where it is not empty. Required.")
  private Path output;

  @Option(
      names = "--files",
      paramLabel = "COUNT",
      defaultValue = "4",
      description =
          "How many files the records go to, in turn, in order of arrival: 1 to 1000."
              + " Default: ${DEFAULT-VALUE}.")
  private String files;

  @Option(
      names = "--disorder",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "How long after it happened an event arrives, at the most. What happens meanwhile is"
              + " held in memory. Default: ${DEFAULT-VALUE}.")
  private String disorder;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "The share of the events that are sent twice, 0 to 1; broken ones never are. The copies"
              + " come on top of --events. Default: ${DEFAULT-VALUE}.")
  private String duplicates;

  @Option(
      names = "--invalid",
      paramLabel = "SHARE",
      defaultValue = "0.005",
      description = "The share of the events that are broken, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private String invalid;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      defaultValue = "2017-02-05T00:00:00Z",
      description = {
        "When the first machines are switched on; the others follow within a day.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String start;

  @Option(
      names = "--overwrite",
      description =
          "Writes to a folder that is not empty, and deletes the part-NNN.jsonl files in it first,"
              + " nothing else. Default: false.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SimulatedFolder folder = new SimulatedFolder(output);
    Outcome outcome = folder.fill(settings(folder));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d events of %,d machines, %,d of them invalid, and %,d copies: %,d bytes in %s",
            outcome.events(),
            outcome.machines(),
            outcome.invalid(),
            outcome.copies(),
            outcome.bytes(),
            folder));
    out.flush();
    return ExitCode.OK;
  }

  private Simulation settings(SimulatedFolder folder) {
    SimulationReader reader = new SimulationReader();
    Simulation settings =
        new Simulation(
            reader.count("--events", events, Simulation.MOST_EVENTS),
            (int) reader.count("--machines", machines, Simulation.MOST_MACHINES),
            reader.seed("--seed", seed),
            (int) reader.count("--files", files, Simulation.MOST_FILES),
            reader.duration("--disorder", disorder, Simulation.LONGEST_DISORDER),
            reader.share("--duplicates", duplicates),
            reader.share("--invalid", invalid),
            reader.instant("--start", start));
    List<String> faults = new ArrayList<>(reader.faults());
    if (faults.isEmpty()) {
      faults.addAll(settings.faults());
    }
    faults.addAll(folder.faults(overwrite));
    if (faults.isEmpty()) {
      faults.addAll(folder.create());
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", faults));
    }
    return settings;
  }
}

package dev.sessionbeam.cli;

import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.simulate.Outcome;
import dev.sessionbeam.simulate.SimulatedFolder;
import dev.sessionbeam.simulate.Simulation;
import dev.sessionbeam.simulate.SimulationReader;
import dev.sessionbeam.simulate.kinesis.UnreachableStreamException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sessionbeam simulate}: makes simulated events, in files or in a Kinesis stream. */
@Command(
    name = "simulate",
    description = {
      "Makes raw events like those of Nitro. The same settings make the same bytes.",
      "The events fit pipelines/nitro.yaml, and include the cases that a wrong pipeline gets wrong:"
          + " restarts, pauses of exactly the gap, events at one instant, machines that never"
          + " pause, events that are out of order, sent twice or broken, and faulty builds."
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
      description =
          "How many events, including broken ones. Duplicates (--duplicates) come on top. Required,"
              + " unless --rate and --duration set the number of records.")
  private @Nullable String events;

  @Option(
      names = "--machines",
      paramLabel = "M",
      required = true,
      description =
          "How many machines send them. If there are fewer events than machines, each event is of"
              + " another machine. Required.")
  private String machines;

  @Option(
      names = "--seed",
      paramLabel = "S",
      required = true,
      description = "Any whole number; another number makes other events. Required.")
  private String seed;

  @Option(
      names = "--disorder",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "An event arrives at most this long after it happens. The events of so long a time are"
              + " held in memory. Default: ${DEFAULT-VALUE}.")
  private String disorder;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description =
          "The share of the events that are sent twice, 0 to 1; broken ones never are. Duplicates"
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
        "When the first machines are switched on: a time, now, or now-2h. The same start makes the"
            + " same events again.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String start;

  @Option(
      names = "--ramp",
      paramLabel = "DURATION",
      defaultValue = "1d",
      description =
          "All machines are switched on within this time after --start. Default: ${DEFAULT-VALUE}.")
  private String ramp;

  @ArgGroup(validate = false, heading = "%nTo files:%n")
  private SimulateFolderFlags toFolder = new SimulateFolderFlags();

  @ArgGroup(validate = false, heading = "%nTo a Kinesis stream:%n")
  private SimulateStreamFlags toStream = new SimulateStreamFlags();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path output = toFolder.output;
    String stream = toStream.stream;
    if (output != null && stream == null) {
      reject(PathFlags.fault("--output", output.toString()).stream().toList());
      fillFolder(new SimulatedFolder(output));
    } else if (output == null && stream != null) {
      send(stream);
    } else {
      reject(List.of("--output=DIR or --stream=NAME: give exactly one of them"));
    }
    return ExitCode.OK;
  }

  private void fillFolder(SimulatedFolder folder) throws IOException {
    SimulationReader reader = new SimulationReader();
    Simulation settings = settings(reader, 0);
    List<String> faults = faults(reader, settings);
    toStream.given().forEach(flag -> faults.add(flag + " is for --stream only"));
    faults.addAll(folder.faults(toFolder.overwrite));
    if (faults.isEmpty()) {
      faults.addAll(folder.create());
    }
    reject(faults);
    Outcome outcome = folder.fill(settings);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d events of %,d machines, %,d of them invalid, and %,d duplicates: %,d bytes in %s",
            outcome.events(),
            outcome.machines(),
            outcome.invalid(),
            outcome.copies(),
            outcome.bytes(),
            folder));
    out.flush();
  }

  private void send(String stream) throws IOException {
    SimulationReader reader = new SimulationReader();
    List<String> faults = new ArrayList<>();
    SimulateStreamFlags.Plan plan = toStream.plan(stream, reader, faults);
    Simulation settings = settings(reader, plan.records());
    faults.addAll(faults(reader, settings));
    for (String flag : List.of("--files", "--overwrite")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(flag)) {
        faults.add(flag + " is for --output only");
      }
    }
    if (settings.start().isAfter(Instant.now())) {
      faults.add("--start: is in the future, but no event is sent before it happens: give 'now'");
    }
    reject(faults);
    PrintWriter out = spec.commandLine().getOut();
    try {
      SimulateToStream.of(plan, settings, out, spec.commandLine().getErr());
    } catch (UnreachableStreamException e) {
      reject(List.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * @param due how many records there is time for; 0 if nothing limits it
   */
  private Simulation settings(SimulationReader reader, long due) {
    return new Simulation(
        count(reader, due),
        (int) reader.count("--machines", machines, Simulation.MOST_MACHINES),
        reader.seed("--seed", seed),
        (int) reader.count("--files", toFolder.files, Simulation.MOST_FILES),
        reader.duration("--disorder", disorder, Simulation.LONGEST_DISORDER),
        reader.share("--duplicates", duplicates),
        reader.share("--invalid", invalid),
        reader.instant("--start", start),
        reader.durationAboveZero("--ramp", ramp, Simulation.LONGEST_RAMP));
  }

  private long count(SimulationReader reader, long due) {
    if (events != null) {
      return reader.count("--events", events, Simulation.MOST_EVENTS);
    }
    if (due == 0) {
      reader.fault("--events is missing; for a stream, --rate and --duration can replace it");
    }
    return Math.max(1, due);
  }

  private static List<String> faults(SimulationReader reader, Simulation settings) {
    List<String> faults = new ArrayList<>(reader.faults());
    if (faults.isEmpty()) {
      faults.addAll(settings.faults());
    }
    return faults;
  }

  private void reject(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", faults));
    }
  }
}

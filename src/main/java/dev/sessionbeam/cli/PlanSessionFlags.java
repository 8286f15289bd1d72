package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings;
import dev.sessionbeam.plan.OutputLoad;
import dev.sessionbeam.plan.SessionLoad;
import dev.sessionbeam.run.DefinitionFlag;
import dev.sessionbeam.run.PathFlags;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code plan} for sessions, and for what a run writes. */
final class PlanSessionFlags {
  private static final long MAX_MACHINE_BYTES = 256L << 20;

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description =
          "The definition: the gap, max_duration, allowed_lateness, max_machine_size and the"
              + " partition come from it.")
  private @Nullable String definition;

  @Option(
      names = "--gap",
      paramLabel = "DURATION",
      description = "Without --definition: the gap. Default: 30m.")
  private @Nullable String gap;

  @Option(
      names = "--maxDuration",
      paramLabel = "DURATION",
      description = "Without --definition: max_duration. Default: 24h.")
  private @Nullable String maxDuration;

  @Option(
      names = "--allowedLateness",
      paramLabel = "DURATION",
      description = "Without --definition: allowed_lateness. Default: 1d.")
  private @Nullable String allowedLateness;

  @Option(
      names = {"--sessionsPerDay", "--sessions-per-day"},
      paramLabel = "N",
      description =
          "With --devices: sessions of a machine in a day. Default: as many as have 10 events each.")
  private @Nullable String sessionsPerDay;

  @Option(
      names = "--sessionDuration",
      paramLabel = "DURATION",
      description = "How long a session is, on average. Default: 10m.")
  private String sessionDuration = "10m";

  @Option(
      names = "--maxDisorder",
      paramLabel = "DURATION",
      description = "As run has it. Default: 2m.")
  String maxDisorder = "2m";

  @Option(
      names = "--fileDelay",
      paramLabel = "DURATION",
      description = "As run has it. Default: 1m.")
  String fileDelay = "1m";

  @Option(
      names = "--checkpointingInterval",
      paramLabel = "MILLIS",
      description = "As run has it, in milliseconds. Default: 10000.")
  String checkpointingInterval = "10000";

  @Option(
      names = "--filesPerPartition",
      paramLabel = "N",
      description = "As run has it. Default: 0, a file for each slot.")
  String filesPerPartition = "0";

  /** Both loads. */
  record Loads(SessionLoad sessions, OutputLoad output) {}

  /** Returns the loads; or adds all faults, and returns null. */
  @Nullable Loads read(PlanLoadFlags load, List<String> faults) {
    Definition read = definition(faults);
    if (definition != null
        && Stream.of(gap, maxDuration, allowedLateness).anyMatch(flag -> flag != null)) {
      faults.add(
          "--gap, --maxDuration and --allowedLateness are for plans without --definition: remove"
              + " them");
    }
    if (sessionsPerDay != null && load.devices == null) {
      faults.add("--sessionsPerDay is of a machine: give --devices=N too");
    }
    Duration pause = PlanNumbers.pause("--gap", gap == null ? "30m" : gap, faults);
    Duration cap = duration("--maxDuration", maxDuration, "24h", faults);
    Duration lateness = duration("--allowedLateness", allowedLateness, "1d", faults);
    BigDecimal perDay =
        PlanNumbers.number("--sessionsPerDay", sessionsPerDay, BigDecimal.ZERO, faults);
    Duration mean = duration("--sessionDuration", sessionDuration, sessionDuration, faults);
    OutputLoad output = output(read, faults);
    if (pause == null || cap == null || lateness == null || mean == null || output == null) {
      return null;
    }
    if (!cap.isZero() && pause.multipliedBy(2).compareTo(cap) > 0) {
      faults.add("--gap must be at most half of --maxDuration");
    }
    if (!faults.isEmpty()) {
      return null;
    }
    BigDecimal devices = PlanNumbers.number("--devices", load.devices, BigDecimal.ONE, faults);
    Duration every = PlanNumbers.pause("--every", load.every, faults);
    SessionLoad sessions =
        read == null
            ? new SessionLoad(pause, cap, lateness, MAX_MACHINE_BYTES, devices, every, perDay, mean)
            : new SessionLoad(
                read.session().gap(),
                read.session().maxDuration(),
                read.session().allowedLateness(),
                read.session().maxMachineBytes(),
                devices,
                every,
                perDay,
                mean);
    return new Loads(sessions, output);
  }

  private @Nullable OutputLoad output(@Nullable Definition read, List<String> faults) {
    Duration disorder = duration("--maxDisorder", maxDisorder, maxDisorder, faults);
    Duration delay = PlanNumbers.pause("--fileDelay", fileDelay, faults);
    Long checkpoints =
        PlanNumbers.whole("--checkpointingInterval", checkpointingInterval, 1, faults);
    Long files = PlanNumbers.whole("--filesPerPartition", filesPerPartition, 0, faults);
    return disorder == null || delay == null || checkpoints == null || files == null
        ? null
        : new OutputLoad(
            disorder,
            delay,
            Duration.ofMillis(checkpoints),
            files,
            read != null && read.output().partition() == OutputSettings.Partition.HOUR);
  }

  private static @Nullable Duration duration(
      String flag, @Nullable String text, String fallback, List<String> faults) {
    return DlqFlags.duration(flag, text == null ? fallback : text, faults);
  }

  private @Nullable Definition definition(List<String> faults) {
    String file = definition;
    if (file == null) {
      return null;
    }
    String fault = PathFlags.fault("--definition", file).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    return DefinitionFlag.read(file, faults);
  }
}

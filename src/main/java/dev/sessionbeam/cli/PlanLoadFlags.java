package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.plan.Numbers;
import dev.sessionbeam.plan.Sample;
import dev.sessionbeam.plan.Workload;
import dev.sessionbeam.run.PathFlags;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code plan} for the records that come, and for who reads them. */
final class PlanLoadFlags {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  @Option(
      names = {"--eventsPerSecond", "--events-per-second"},
      paramLabel = "N",
      description = "Events a second, on average. Give this, or --devices and --every.")
  private @Nullable String eventsPerSecond;

  @Option(names = "--devices", paramLabel = "N", description = "How many machines send events.")
  @Nullable String devices;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "With --devices: the pause between two events of a machine, such as 100ms.")
  @Nullable String every;

  @Option(
      names = {"--eventSize", "--event-size"},
      paramLabel = "SIZE",
      description =
          "The mean size of an event, with its partition key, such as 230B, 1KB or 1KiB. Give this"
              + " or --sample.")
  private @Nullable String eventSize;

  @Option(
      names = "--sample",
      paramLabel = "FILE",
      description = "A file of events, as run reads it: their mean size counts.")
  private @Nullable String sample;

  @Option(
      names = {"--peakFactor", "--peak-factor"},
      paramLabel = "N",
      description = "How many times the average the peak is. Default: 1.")
  private String peakFactor = "1";

  @Option(
      names = "--consumers",
      paramLabel = "N",
      description = "How many programs read the stream, this one included. Default: 1.")
  private String consumers = "1";

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "The shards of the stream. Default: as few as bear the peak.")
  private @Nullable String shards;

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      description = "How long the stream keeps records, from 24h to 365d. Default: 24h.")
  private String retention = "24h";

  @Option(
      names = "--outage",
      paramLabel = "DURATION",
      description = "For how long the job may be down. Default: 1h.")
  private String outage = "1h";

  /** Returns the load; or adds all faults, and returns null. */
  @Nullable Workload read(List<String> faults) {
    BigDecimal rate =
        PlanNumbers.number("--eventsPerSecond", eventsPerSecond, BigDecimal.ZERO, faults);
    BigDecimal machines = PlanNumbers.number("--devices", devices, BigDecimal.ONE, faults);
    Duration pause = PlanNumbers.pause("--every", every, faults);
    String rateFrom = "--eventsPerSecond";
    if (eventsPerSecond != null && every != null) {
      faults.add("--eventsPerSecond and --every: give one of them");
    } else if (eventsPerSecond == null && (devices == null || every == null)) {
      faults.add("--eventsPerSecond=N is missing; or give --devices=N and --every=DURATION");
    } else if (eventsPerSecond == null && machines != null && pause != null) {
      BigDecimal millis = BigDecimal.valueOf(pause.toMillis());
      rate = machines.multiply(MILLIS).divide(millis, MathContext.DECIMAL64);
      rateFrom = Numbers.text(machines) + " devices ÷ " + Durations.text(pause);
    }
    Workload sized = size(rate, rateFrom, faults);
    return sized == null || !faults.isEmpty() ? null : sized;
  }

  private @Nullable Workload size(@Nullable BigDecimal rate, String rateFrom, List<String> faults) {
    BigDecimal bytes = null;
    String bytesFrom = "--eventSize " + eventSize;
    if (eventSize != null && sample != null) {
      faults.add("--eventSize and --sample: give one of them");
    } else if (sample != null) {
      Sample measured = measure(sample, faults);
      if (measured != null) {
        bytes = measured.mean();
        bytesFrom = measured.text() + " of " + sample;
      }
    } else if (eventSize == null) {
      faults.add("--eventSize=SIZE is missing; or give --sample=FILE");
    } else {
      Long size = PlanNumbers.size("--eventSize", eventSize, faults);
      bytes = size == null ? null : BigDecimal.valueOf(size);
    }
    BigDecimal peak = PlanNumbers.number("--peakFactor", peakFactor, BigDecimal.ONE, faults);
    Long readers = PlanNumbers.whole("--consumers", consumers, 1, faults);
    Long given = PlanNumbers.whole("--shards", shards, 1, faults);
    Duration kept = retention(faults);
    Duration down = PlanNumbers.pause("--outage", outage, faults);
    if (rate == null
        || bytes == null
        || peak == null
        || readers == null
        || kept == null
        || down == null) {
      return null;
    }
    return new Workload(
        rate,
        rateFrom,
        bytes,
        bytesFrom,
        peak,
        BigDecimal.valueOf(readers),
        given == null ? OptionalLong.empty() : OptionalLong.of(given),
        kept,
        down);
  }

  private @Nullable Duration retention(List<String> faults) {
    Duration kept = PlanNumbers.pause("--retention", retention, faults);
    if (kept != null
        && (kept.compareTo(Duration.ofDays(1)) < 0 || kept.compareTo(Duration.ofDays(365)) > 0)) {
      faults.add("--retention: '" + retention + "' must be from 24h to 365d, as Kinesis allows");
      return null;
    }
    return kept;
  }

  private static @Nullable Sample measure(String file, List<String> faults) {
    String fault = PathFlags.fault("--sample", file).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    if (Files.isDirectory(Path.of(file))) {
      faults.add("--sample: " + file + " is a folder: give one file of it");
      return null;
    }
    try {
      Sample measured = Sample.of(Path.of(file));
      if (measured.records() > 0) {
        return measured;
      }
      faults.add("--sample: " + file + " has no record");
    } catch (IOException e) {
      faults.add("--sample: " + e.getMessage());
    }
    return null;
  }
}

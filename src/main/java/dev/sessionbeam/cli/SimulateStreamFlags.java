package dev.sessionbeam.cli;

import dev.sessionbeam.run.KinesisEndpoint;
import dev.sessionbeam.simulate.SimulationReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code simulate} for sending to a Kinesis stream. */
final class SimulateStreamFlags {
  static final Duration LONGEST = Duration.ofDays(365);

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description =
          "The Kinesis stream that the records are sent to, in order of arrival. The partition key"
              + " is the machine's id. Give this or --output.")
  @Nullable String stream;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description =
          "At most this many records are sent in a second, such as 3000/s. Default: no limit.")
  @Nullable String rate;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description =
          "Sends only the records that are due within this time, such as 2m. With --rate, this is a"
              + " number of records: they are sent however long it takes, and --events may be left"
              + " out. Default: all records are sent.")
  @Nullable String duration;

  @Option(
      names = "--aggregate",
      description =
          "Puts many records of a shard into one Kinesis record, as the Kinesis Producer Library"
              + " does. Default: false.")
  boolean aggregate;

  @Option(
      names = "--kinesisEndpoint",
      paramLabel = "URL",
      description =
          "A Kinesis server that is not AWS, such as http://127.0.0.1:4567. Default: AWS.")
  @Nullable String endpoint;

  @Option(
      names = "--awsRegion",
      paramLabel = "REGION",
      description =
          "The stream's region, such as eu-central-1. Default: that of AWS_REGION or the profile.")
  @Nullable String region;

  /** The settings of a stream; each of them is checked. */
  record Plan(
      String stream,
      long rate,
      Duration duration,
      boolean aggregate,
      @Nullable URI endpoint,
      @Nullable String region) {

    /** How many records are due within the duration; 0 without a rate or a duration. */
    long records() {
      return Math.multiplyExact(rate, duration.toSeconds())
          + rate * duration.toMillisPart() / Duration.ofSeconds(1).toMillis();
    }
  }

  /**
   * Turns the flags into settings.
   *
   * @param name of the stream
   * @param reader collects the faults that it finds
   * @param faults collects all other faults
   */
  Plan plan(String name, SimulationReader reader, List<String> faults) {
    if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
      faults.add(
          "--stream: '" + name + "' is not a stream's name: use letters, digits, '_', '.', '-'");
    }
    if (region != null && !region.matches("[a-z0-9-]{1,40}")) {
      faults.add("--awsRegion: '" + region + "' is not a region: write one like eu-central-1");
    }
    return new Plan(
        name,
        rate == null ? 0 : reader.rate("--rate", rate),
        duration == null
            ? Duration.ZERO
            : reader.durationAboveZero("--duration", duration, LONGEST),
        aggregate,
        KinesisEndpoint.parse(endpoint, faults),
        region);
  }

  /** The given flags that have no meaning without a stream. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    addIf(rate != null, "--rate", given);
    addIf(duration != null, "--duration", given);
    addIf(aggregate, "--aggregate", given);
    addIf(endpoint != null, "--kinesisEndpoint", given);
    addIf(region != null, "--awsRegion", given);
    return given;
  }

  private static void addIf(boolean there, String flag, List<String> given) {
    if (there) {
      given.add(flag);
    }
  }
}

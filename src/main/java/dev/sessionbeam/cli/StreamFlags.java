package dev.sessionbeam.cli;

import dev.sessionbeam.simulate.SimulationReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code simulate} needs to send to a Kinesis stream. */
final class StreamFlags {
  static final Duration LONGEST = Duration.ofDays(365);

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description =
          "The Kinesis stream that the records go to, in order of arrival, each by its machine's id"
              + " as partition key. Either this or --output.")
  @Nullable String stream;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description =
          "How many records are sent in a second, such as 3000/s. Default: as many as can be.")
  @Nullable String rate;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description =
          "Sends what is due within that time, such as 2m, and no more. With --rate, that is so"
              + " many records, however long they take, and --events may be left out. Default:"
              + " until all is sent.")
  @Nullable String duration;

  @Option(
      names = "--aggregate",
      description =
          "Packs many records of one shard into one, as the Kinesis Producer Library does it."
              + " Default: false.")
  boolean aggregate;

  @Option(
      names = "--kinesisEndpoint",
      paramLabel = "URL",
      description = "Another server than Amazon's, such as http://127.0.0.1:4567.")
  @Nullable String endpoint;

  @Option(
      names = "--awsRegion",
      paramLabel = "REGION",
      description = "Such as eu-central-1. Default: that of AWS_REGION or the profile.")
  @Nullable String region;

  /** The settings of a stream, checked one by one. */
  record Plan(
      String stream,
      long rate,
      Duration duration,
      boolean aggregate,
      @Nullable URI endpoint,
      @Nullable String region) {

    /** How many records are due within the duration; 0 where nothing says. */
    long records() {
      return Math.multiplyExact(rate, duration.toSeconds())
          + rate * duration.toMillisPart() / Duration.ofSeconds(1).toMillis();
    }
  }

  /**
   * @param name of the stream
   * @param reader gathers what is wrong
   * @param faults takes what the reader cannot tell
   */
  Plan plan(String name, SimulationReader reader, List<String> faults) {
    if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
      faults.add("--stream: '" + name + "' is no stream's name: letters, digits, '_', '.', '-'");
    }
    if (region != null && !region.matches("[a-z0-9-]{1,40}")) {
      faults.add("--awsRegion: '" + region + "' is no region: write one like eu-central-1");
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

  /** Flags that mean nothing without a stream. */
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

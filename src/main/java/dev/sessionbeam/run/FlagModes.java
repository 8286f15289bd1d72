package dev.sessionbeam.run;

import static java.util.Map.entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Finds flags that have no effect in the mode of a run: a user who gives one expects something that
 * will not happen. Every option of sessionbeam is declared here; a test fails for one that is not.
 */
final class FlagModes {
  /** What a run reads, and how. */
  enum Mode {
    BATCH,
    /** Streaming over recorded files. */
    PLAYED_FILES,
    /** Streaming from a Kinesis stream. */
    KINESIS;

    static Mode of(PipelineOptions options) {
      StreamOptions stream = options.as(StreamOptions.class);
      if (stream.getStream() != null) {
        return KINESIS;
      }
      return stream.isStreaming() ? PLAYED_FILES : BATCH;
    }
  }

  private static final Set<Mode> ALL = EnumSet.allOf(Mode.class);
  private static final Set<Mode> BATCH = EnumSet.of(Mode.BATCH);
  private static final Set<Mode> FILES = EnumSet.of(Mode.BATCH, Mode.PLAYED_FILES);
  private static final Set<Mode> STREAMING = EnumSet.of(Mode.PLAYED_FILES, Mode.KINESIS);
  private static final Set<Mode> PLAYED_FILES = EnumSet.of(Mode.PLAYED_FILES);
  private static final Set<Mode> KINESIS = EnumSet.of(Mode.KINESIS);

  private static final Map<Set<Mode>, String> NAMES =
      Map.of(
          BATCH, "batch runs",
          FILES, "--input",
          STREAMING, "--streaming",
          PLAYED_FILES, "--streaming with --input",
          KINESIS, "--stream");

  /** The modes in which each option has an effect. */
  static final Map<String, Set<Mode>> MODES =
      Map.ofEntries(
          entry("definition", ALL),
          // With --stream, it has a message of its own.
          entry("input", ALL),
          entry("grouping", ALL),
          entry("replay", FILES),
          entry("from", BATCH),
          entry("to", BATCH),
          entry("output", ALL),
          entry("overwrite", ALL),
          entry("allowEmpty", BATCH),
          entry("maxInvalid", BATCH),
          entry("format", ALL),
          entry("compression", ALL),
          entry("filesPerPartition", ALL),
          entry("streaming", ALL),
          entry("stream", KINESIS),
          entry("archive", KINESIS),
          entry("startAt", KINESIS),
          entry("readAgainFrom", KINESIS),
          entry("consumerArn", KINESIS),
          entry("kinesisEndpoint", KINESIS),
          entry("stopWhenIdle", KINESIS),
          entry("maxDisorder", STREAMING),
          entry("replayRate", PLAYED_FILES),
          entry("fileDelay", STREAMING),
          entry("stagedRetention", STREAMING),
          entry("checkpoints", STREAMING),
          entry("resume", STREAMING),
          entry("routes", ALL),
          entry("routesRefresh", STREAMING),
          entry("deliver", BATCH),
          entry("deliveryDrain", STREAMING),
          entry("s3Endpoint", ALL),
          entry("s3PathStyle", ALL),
          entry("SSEAlgorithm", ALL),
          entry("SSEKMSKeyId", ALL));

  /** The options that have an effect only if a path is on S3. */
  static final Set<String> FOR_S3 =
      Set.of("s3Endpoint", "s3PathStyle", "SSEAlgorithm", "SSEKMSKeyId");

  private FlagModes() {}

  /** Adds a fault for each flag that was given and has no effect. */
  static void check(PipelineOptions options, List<String> faults) {
    Map<String, String> given =
        Objects.requireNonNullElse(options.as(GivenFlags.class).getGivenFlags(), Map.of());
    Mode mode = Mode.of(options);
    boolean s3 = given.values().stream().anyMatch(value -> value.contains("s3://"));
    given.forEach(
        (flag, value) -> {
          Set<Mode> modes = MODES.getOrDefault(flag, ALL);
          if (value.equals("false")) {
            // A switch that is off has no effect in any mode.
            return;
          }
          if (!modes.contains(mode)) {
            faults.add(
                "--"
                    + flag
                    + " is for "
                    + NAMES.get(modes)
                    + ": it has no effect "
                    + in(mode, modes));
          } else if (!s3 && FOR_S3.contains(flag)) {
            faults.add("--" + flag + " is for paths on S3: it has no effect, as there is none");
          }
        });
  }

  /** Returns the flags of Beam and of the runner that were given, with their values, sorted. */
  static List<String> ofTheRunner(PipelineOptions options) {
    Map<String, String> given =
        Objects.requireNonNullElse(options.as(GivenFlags.class).getGivenFlags(), Map.of());
    return given.entrySet().stream()
        .filter(flag -> !MODES.containsKey(flag.getKey()) && !flag.getKey().equals("runner"))
        .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
        .sorted()
        .toList();
  }

  private static String in(Mode mode, Set<Mode> modes) {
    return switch (mode) {
      case BATCH -> "in a batch run";
      case PLAYED_FILES -> modes.equals(KINESIS) ? "with --input" : "in streaming";
      case KINESIS -> modes.equals(BATCH) ? "in streaming" : "with --stream";
    };
  }
}

package dev.sessionbeam.run;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.io.file.StreamSettings;
import dev.sessionbeam.io.kinesis.KinesisSettings;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a run in streaming is going to do, in addition to what every run does.
 *
 * @param settings how the input is played
 * @param kinesis the stream to read; null if files are played
 * @param archive where the raw records of the stream are kept; null without an archive
 * @param fileDelay how long results wait for other results of their folder
 * @param stagedRetention how long the staged files of a killed run are kept
 * @param checkpoints where checkpoints are kept; null if they need not outlive the process
 * @param goOnFrom the checkpoint to resume from; empty to start afresh
 * @param readsAgain whether everything is resumed except the stream, which is read again
 */
record StreamPlan(
    StreamSettings settings,
    @Nullable KinesisSettings kinesis,
    @Nullable OutputFolder archive,
    Duration fileDelay,
    Duration stagedRetention,
    @Nullable Checkpoints checkpoints,
    Optional<Path> goOnFrom,
    boolean readsAgain) {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,9})/s");

  /** Turns options into a plan; what is wrong with them is added to the faults. */
  static StreamPlan of(PipelineOptions options, boolean envelopes, List<String> faults) {
    StreamOptions stream = options.as(StreamOptions.class);
    Duration maxDisorder = duration("--maxDisorder", stream.getMaxDisorder(), faults);
    Duration fileDelay = duration("--fileDelay", stream.getFileDelay(), faults);
    if (fileDelay.isZero()) {
      faults.add("--fileDelay must be longer than zero");
    }
    long rate = rate(stream.getReplayRate(), faults);
    Checkpoints checkpoints = checkpoints(options, faults);
    Optional<Path> goOnFrom = Optional.empty();
    boolean cluster = FlinkCluster.isUsed(options);
    if (stream.isResume() && cluster) {
      faults.add(
          "--resume is for Flink inside this process; on a cluster: "
              + FlinkCluster.savepointFlag(options));
    } else if (stream.isResume() && stream.getCheckpoints() == null) {
      faults.add("--resume needs a checkpoint in --checkpoints=FOLDER, which is missing");
    } else if (checkpoints != null) {
      goOnFrom = latest(checkpoints, stream, faults);
    }
    boolean readsAgain = stream.getReadAgainFrom() != null;
    if (readsAgain
        && stream.getStream() != null
        && !stream.isResume()
        && ApplicationCluster.of(options).isEmpty()
        && !FlinkCluster.goesOn(options)) {
      faults.add(
          "--readAgainFrom resumes from a checkpoint: it needs --resume, or on a cluster"
              + " --savepointPath; to start afresh, give --startAt");
    }
    return new StreamPlan(
        new StreamSettings(maxDisorder, rate, envelopes, cluster || checkpoints != null),
        KinesisPlan.of(options, maxDisorder, cluster || checkpoints != null, faults),
        stream.getArchive() == null ? null : OutputFolder.of(stream.getArchive()),
        fileDelay,
        duration("--stagedRetention", stream.getStagedRetention(), faults),
        checkpoints,
        goOnFrom,
        readsAgain);
  }

  /** Whether a run resumes where an earlier run stopped, with the output that is there. */
  static boolean goesOn(@Nullable StreamPlan stream, PipelineOptions options) {
    return stream != null && (stream.goOnFrom().isPresent() || FlinkCluster.goesOn(options));
  }

  /** The id of the run that this one resumes; empty if it was not kept with its checkpoints. */
  Optional<RunId> knownRunId() throws IOException {
    return checkpoints == null || goOnFrom.isEmpty() ? Optional.empty() : checkpoints.runId();
  }

  /** Keeps what the run is with its checkpoints, for a run that resumes it. */
  void keep(StreamIdentity stream) throws IOException {
    if (checkpoints != null) {
      checkpoints.keep(stream);
    }
  }

  private static Optional<Path> latest(
      Checkpoints checkpoints, StreamOptions stream, List<String> faults) {
    try {
      Optional<Path> latest = checkpoints.latest();
      if (stream.isResume()) {
        if (latest.isPresent()) {
          check(latest.get(), stream, faults);
          var unused = checkpoints.stream();
        }
        return latest;
      }
      if (latest.isPresent() && !options(stream).isOverwrite()) {
        faults.add(
            "--checkpoints: "
                + stream.getCheckpoints()
                + " holds checkpoints of a run that did not end; --resume resumes from the last"
                + " one, --overwrite starts afresh");
      }
    } catch (IOException e) {
      faults.add(
          "--checkpoints: cannot read " + stream.getCheckpoints() + ": " + RunPlan.describe(e));
    }
    return Optional.empty();
  }

  private static void check(Path checkpoint, StreamOptions stream, List<String> faults) {
    try {
      CheckpointFiles.check(
          checkpoint, stream.as(FlinkPipelineOptions.class).getStateBackend() == null);
    } catch (IOException e) {
      faults.add(
          "--checkpoints: the last checkpoint, "
              + checkpoint
              + ", cannot be read: "
              + RunPlan.describe(e)
              + ". No older checkpoint may take its place: what was published after it would be"
              + " written again. Put this folder back from a copy; or start afresh: without"
              + " --resume, with --overwrite"
              + (stream.getStream() == null
                  ? ""
                  : " and --startAt, a time before the first record that the results need"));
    }
  }

  private static OutputOptions options(StreamOptions stream) {
    return stream.as(OutputOptions.class);
  }

  private static @Nullable Checkpoints checkpoints(PipelineOptions options, List<String> faults) {
    String folder = options.as(StreamOptions.class).getCheckpoints();
    if (folder == null) {
      return null;
    }
    if (!EmbeddedFlink.isUsed(options)) {
      faults.add("--checkpoints is for Flink inside this process: a cluster has its own setting");
    } else if (options.as(FlinkPipelineOptions.class).getFlinkConfDir() != null) {
      faults.add(
          "--checkpoints does not work with --flinkConfDir: set state.checkpoints.dir there");
    }
    Path path = Path.of(folder);
    if (Files.exists(path) && !Files.isDirectory(path)) {
      faults.add("--checkpoints: " + folder + " is a file: give a folder");
      return null;
    }
    try {
      FolderChecks.takesFiles(path);
    } catch (IOException e) {
      faults.add("--checkpoints: cannot write to " + folder + ": " + RunPlan.describe(e));
      return null;
    }
    return Checkpoints.in(path);
  }

  /** The duration that a flag gives; what is wrong with it is added to the faults. */
  static Duration duration(String flag, String text, List<String> faults) {
    try {
      Duration duration = Durations.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
      faults.add(flag + ": must not be negative");
    } catch (IllegalArgumentException e) {
      faults.add(flag + ": " + e.getMessage());
    }
    return Duration.ofMillis(1);
  }

  private static long rate(@Nullable String text, List<String> faults) {
    if (text == null) {
      return 0;
    }
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      faults.add("--replayRate: '" + text + "' is not a rate: write it like 500/s");
      return 0;
    }
    return Long.parseLong(rate.group(1));
  }
}

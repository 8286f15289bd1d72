package dev.sessionbeam.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an application needs of its cluster, and finds flags that it does not take. The flags
 * are the same at each start of a JobManager, so a flag that is meant for one start is wrong.
 */
final class ApplicationFlags {
  static final String SAVEPOINT = SavepointConfigOptions.SAVEPOINT_PATH.key();

  /** What Flink's operator gives in place of a savepoint if the job resumes where it was. */
  private static final String LAST_STATE = "KUBERNETES_OPERATOR_LAST_STATE";

  private static final String RUNNER = "FlinkRunner";

  /** Flags about the cluster and how to reach it: an application is there already. */
  private static final List<String> OF_SUBMITTING =
      List.of("flinkMaster", "flinkConfDir", "filesToStage", "attachedMode");

  private final Map<String, String> given;
  private final List<String> faults;

  private ApplicationFlags(PipelineOptions options, List<String> faults) {
    this.given = Objects.requireNonNullElse(options.as(GivenFlags.class).getGivenFlags(), Map.of());
    this.faults = faults;
  }

  /** What the runner needs. It overrides what was given, which {@link #check} then reports. */
  static Map<String, String> fixed() {
    return Map.of(
        "runner", RUNNER, "flinkMaster", ApplicationCluster.FLINK_MASTER, "attachedMode", "false");
  }

  /** Adds to the faults what is wrong with the flags of an application, and with its cluster. */
  static void check(PipelineOptions options, ApplicationCluster cluster, List<String> faults) {
    ApplicationFlags flags = new ApplicationFlags(options, faults);
    flags.checkGiven();
    StreamOptions stream = options.as(StreamOptions.class);
    if (!stream.isStreaming()) {
      faults.add(
          "--streaming is missing: an application runs a stream. A batch run puts the results in"
              + " their places at its end: start it with run --flinkMaster=HOST:PORT");
    }
    if (!cluster.isHighlyAvailable()) {
      faults.add(
          "high-availability.type is not set in Flink's configuration: a JobManager that restarts"
              + " would begin the stream again where it began first, and write results twice. Set it,"
              + " and high-availability.storageDir");
    }
    String savepoint = options.as(FlinkPipelineOptions.class).getSavepointPath();
    if (stream.getReadAgainFrom() != null) {
      flags.checkReadAgain(savepoint);
    } else if (savepoint != null && !savepoint.startsWith(LAST_STATE)) {
      flags.checkExists(savepoint);
    }
  }

  private void checkGiven() {
    String runner = given.getOrDefault("runner", RUNNER);
    if (!runner.equals(RUNNER)) {
      faults.add("--runner=" + runner + ": an application runs on Flink: remove it");
    }
    OF_SUBMITTING.stream()
        .filter(given::containsKey)
        .forEach(
            flag ->
                faults.add(
                    "--"
                        + flag
                        + " is for run --flinkMaster=HOST:PORT, which sends a job to a cluster: an"
                        + " application is there already. Remove it"));
    if (given.containsKey("savepointPath")) {
      faults.add(
          "--savepointPath has no effect in an application: set "
              + SAVEPOINT
              + " in Flink's configuration, which is --fromSavepoint of Flink's start script, or"
              + " initialSavepointPath of a FlinkDeployment");
    }
    if (isOn("allowNonRestoredState")) {
      faults.add(
          "--allowNonRestoredState has no effect in an application: set "
              + SavepointConfigOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE.key()
              + " in Flink's configuration");
    }
    if (isOn("overwrite")) {
      faults.add(
          "--overwrite: an application has the same flags at each start, so a later start would"
              + " delete what this one writes. Give an empty --output, or empty it before the start");
    }
  }

  private boolean isOn(String flag) {
    return given.containsKey(flag) && !given.get(flag).equals("false");
  }

  /** The copy without the position in the stream is made at the start, from the savepoint. */
  private void checkReadAgain(@Nullable String savepoint) {
    if (savepoint == null || CheckpointWithoutSource.original(savepoint).isEmpty()) {
      faults.add(
          "--readAgainFrom: set "
              + SAVEPOINT
              + " in Flink's configuration to SAVEPOINT/"
              + CheckpointWithoutSource.FOLDER
              + ", where SAVEPOINT is the path of the savepoint: the start makes this copy of it");
    } else {
      checkExists(CheckpointWithoutSource.original(savepoint).orElseThrow());
    }
  }

  private void checkExists(String savepoint) {
    try {
      Path path = new Path(savepoint);
      FileSystem files = path.getFileSystem();
      Path metadata = new Path(path, CheckpointWithoutSource.METADATA);
      boolean named = path.getName().equals(CheckpointWithoutSource.METADATA);
      if (!files.exists(named ? path : metadata)) {
        faults.add(
            SAVEPOINT
                + ": there is no savepoint in "
                + savepoint
                + ": give the path that was printed when it was made");
      }
    } catch (IOException e) {
      faults.add(SAVEPOINT + ": cannot read " + savepoint + ": " + RunPlan.describe(savepoint, e));
    } catch (IllegalArgumentException e) {
      faults.add(SAVEPOINT + ": '" + savepoint + "' is not a path: " + e.getMessage());
    }
  }
}

package dev.sessionbeam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The settings of Flink inside this process that Beam's own options do not reach. */
final class FlinkInside {
  private static final String LOOPBACK = "127.0.0.1";

  /** The parallelism of Beam's options where no one gave any; Flink would take one core. */
  private static final int UNSET = -1;

  /** Input that one core reads before another one has begun. */
  private static final long ONE_SLOT_BYTES = 1 << 20;

  private FlinkInside() {}

  /** Whether the run's Flink is inside this process. */
  static boolean isUsed(PipelineOptions options) {
    return options.getRunner() == FlinkRunner.class
        && options.as(FlinkPipelineOptions.class).getFlinkMaster().equals("[local]");
  }

  /**
   * Sets Flink up; a person's own {@code --parallelism} and {@code --flinkConfDir} stay as they
   * are.
   *
   * @param stream what the run does in streaming, or null in batch
   * @param bytes how much is read, about
   */
  static void setUp(PipelineOptions options, @Nullable StreamPlan stream, long bytes)
      throws UsageException, IOException {
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (options.getRunner() == FlinkRunner.class && flink.getParallelism() == UNSET) {
      boolean oneIsEnough = isUsed(options) && stream == null && bytes <= ONE_SLOT_BYTES;
      flink.setParallelism(oneIsEnough ? 1 : Runtime.getRuntime().availableProcessors());
    }
    if (!isUsed(options) || flink.getFlinkConfDir() != null) {
      return;
    }
    Path scratch = ScratchFolder.make("flink");
    Map<String, String> settings = new LinkedHashMap<>();
    // Its servers would listen to the whole network otherwise.
    settings.put("jobmanager.bind-host", LOOPBACK);
    settings.put("taskmanager.bind-host", LOOPBACK);
    settings.put("rest.bind-address", LOOPBACK);
    if (stream != null) {
      Checkpoints kept = stream.checkpoints();
      Checkpoints checkpoints =
          kept == null ? Checkpoints.in(scratch.resolve("checkpoints")) : kept;
      Optional<Path> goOnFrom = stream.goOnFrom();
      if (goOnFrom.isEmpty()) {
        checkpoints.delete();
      }
      settings.putAll(checkpoints.settings());
      if (goOnFrom.isPresent()) {
        Path from = goOnFrom.get();
        settings.putAll(
            stream.readsAgain() ? Checkpoints.withoutSource(from) : Checkpoints.from(from));
      }
      flink.setExternalizedCheckpointsEnabled(true);
      flink.setRetainExternalizedCheckpointsOnCancellation(true);
    }
    Path configuration = Files.createDirectory(scratch.resolve("conf"));
    Files.writeString(
        configuration.resolve("flink-conf.yaml"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
            .collect(Collectors.joining()));
    flink.setFlinkConfDir(configuration.toString());
  }
}

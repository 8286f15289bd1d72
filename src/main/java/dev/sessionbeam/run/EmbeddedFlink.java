package dev.sessionbeam.run;

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

/** Sets up Flink inside this process: the settings that Beam's own options do not reach. */
final class EmbeddedFlink {
  private static final String LOOPBACK = "127.0.0.1";

  /** The parallelism of Beam's options if none was given; Flink would use one core. */
  private static final int UNSET = -1;

  /** The size of input, in bytes, that one core has read before a second one has started. */
  private static final long ONE_SLOT_BYTES = 1 << 20;

  private EmbeddedFlink() {}

  /** Whether the run uses Flink inside this process. */
  static boolean isUsed(PipelineOptions options) {
    return options.getRunner() == FlinkRunner.class
        && options.as(FlinkPipelineOptions.class).getFlinkMaster().equals("[local]");
  }

  /**
   * Sets Flink up. {@code --parallelism} and {@code --flinkConfDir} stay as the user gave them.
   *
   * @param stream the plan of a stream, or null in batch
   * @param bytes the approximate size of the input
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
    Path scratch = ProcessTempFolder.make("flink");
    Map<String, String> settings = new LinkedHashMap<>();
    // Otherwise, its servers would listen on all network interfaces.
    settings.put("jobmanager.bind-host", LOOPBACK);
    settings.put("taskmanager.bind-host", LOOPBACK);
    settings.put("rest.bind-address", LOOPBACK);
    if (stream != null) {
      Checkpoints kept = stream.checkpoints();
      Checkpoints checkpoints =
          kept == null ? Checkpoints.in(scratch.resolve("checkpoints")) : kept;
      Optional<Path> resumeFrom = stream.goOnFrom();
      if (resumeFrom.isEmpty()) {
        checkpoints.delete();
      }
      settings.putAll(checkpoints.settings());
      settings.putAll(stateOnDisk(scratch));
      if (resumeFrom.isPresent()) {
        Path from = resumeFrom.get();
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

  /**
   * Flink's settings for state on the disk. In memory, sessions that wait for late events would
   * need more and more of it, and each checkpoint would write all of them again.
   */
  private static Map<String, String> stateOnDisk(Path scratch) {
    return Map.of(
        "state.backend.type",
        "rocksdb",
        "state.backend.incremental",
        "true",
        "state.backend.rocksdb.localdir",
        scratch.resolve("state").toString(),
        // Of all tasks together. What is beyond that is on the disk.
        "taskmanager.memory.managed.size",
        "512m",
        // Events of open sessions come and go: in large buffers, most are never written.
        "state.backend.rocksdb.memory.write-buffer-ratio",
        "0.7",
        // Twenty states have buffers. Of Flink's own size, half of them would not fit.
        "state.backend.rocksdb.writebuffer.size",
        "32m",
        "state.backend.rocksdb.compaction.level.use-dynamic-size",
        "true",
        // Most machines that an event asks for have no state.
        "state.backend.rocksdb.use-bloom-filter",
        "true",
        "state.backend.rocksdb.memory.partitioned-index-filters",
        "true");
  }
}

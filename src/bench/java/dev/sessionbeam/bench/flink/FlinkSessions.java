package dev.sessionbeam.bench.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Computes sessions with Flink's DataStream API: {@code FlinkSessions MODE BACKEND INPUT OUTPUT
 * SCRATCH PARALLELISM}.
 *
 * <ul>
 *   <li>MODE: {@code batch}; {@code streaming}, where every event that comes after the watermark is
 *       late; or {@code streaming-late}, where such an event changes its session for a day.
 *   <li>BACKEND, which holds the state of a stream: {@code heap}; or {@code rocksdb}, with
 *       incremental checkpoints.
 *   <li>SCRATCH: a folder for checkpoints.
 * </ul>
 */
public final class FlinkSessions {
  private static final Duration MAX_DISORDER = Duration.ofMinutes(2);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private FlinkSessions() {}

  public static void main(String[] args) throws Exception {
    boolean streaming = args[0].startsWith("streaming");
    List<String> files = files(Path.of(args[2]));
    int parallelism = Integer.parseInt(args[5]);
    Configuration configuration = new Configuration();
    // Fails if Flink would use Kryo for a type.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    // One slot for each source of a stream. The other operators share these slots.
    int slots = streaming ? Math.max(parallelism, files.size()) : parallelism;
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    if (streaming) {
      setUpState(configuration, args[1], Path.of(args[4]));
    } else {
      configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(3072));
      // Enough memory to sort two million events without a disk.
      configuration.set(ExecutionOptions.SORTED_INPUTS_MEMORY, MemorySize.ofMebiBytes(1024));
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    env.setRuntimeMode(streaming ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);

    KeyedProcessFunction<String, NitroEvent, OutputLine> sessions =
        args[0].equals("streaming-late") ? new ReviseSessions() : new CutSessions();
    DataStream<byte[]> lines = streaming ? replay(env, files) : read(env, files);
    build(lines, sessions, Path.of(args[3]).toAbsolutePath());
    JobExecutionResult result = env.execute("sessions");
    Map<String, Object> ledger = new TreeMap<>(result.getAllAccumulatorResults());
    System.out.println(ledger);
  }

  private static void setUpState(Configuration configuration, String backend, Path checkpoints) {
    configuration.set(ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        StateBackendOptions.STATE_BACKEND, backend.equals("heap") ? "hashmap" : backend);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // RocksDB's caches and write buffers, in all slots together. The heap back end needs none.
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1024));
  }

  private static DataStream<byte[]> read(StreamExecutionEnvironment env, List<String> files) {
    org.apache.flink.core.fs.Path[] paths =
        files.stream()
            .map(org.apache.flink.core.fs.Path::new)
            .toArray(org.apache.flink.core.fs.Path[]::new);
    FileSource<byte[]> source = FileSource.forRecordStreamFormat(new LinesFormat(), paths).build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "read");
  }

  @SuppressWarnings("deprecation") // See ReplayFiles.
  private static DataStream<byte[]> replay(StreamExecutionEnvironment env, List<String> files) {
    return env.addSource(new ReplayFiles(files), "replay").setParallelism(files.size());
  }

  private static void build(
      DataStream<byte[]> lines,
      KeyedProcessFunction<String, NitroEvent, OutputLine> cut,
      Path output) {
    SingleOutputStreamOperator<NitroEvent> events =
        lines.process(new PrepareEvent()).name("prepare").setParallelism(lines.getParallelism());
    SingleOutputStreamOperator<OutputLine> sessions =
        events
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<NitroEvent>forBoundedOutOfOrderness(MAX_DISORDER)
                    .withTimestampAssigner((event, none) -> event.millis))
            .setParallelism(lines.getParallelism())
            .keyBy(event -> event.machine)
            .process(cut)
            .name("cut");
    sessions.sinkTo(sink(output)).name("write sessions");
    events.getSideOutput(PrepareEvent.INVALID).sinkTo(sink(output)).name("write invalid");
    sessions.getSideOutput(CutSessions.LATE).sinkTo(sink(output)).name("write late");
  }

  private static FileSink<OutputLine> sink(Path output) {
    return FileSink.forBulkFormat(
            new org.apache.flink.core.fs.Path(output.toUri()), LinesWriter::new)
        .withBucketAssigner(new ByFolder())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(new OutputFileConfig("part", ".jsonl"))
        .build();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.map(file -> file.toAbsolutePath().toString()).sorted().toList();
    }
  }

  /** Sends each line to its folder. */
  private static final class ByFolder implements BucketAssigner<OutputLine, String> {
    @Override
    public String getBucketId(OutputLine line, Context context) {
      return line.folder;
    }

    @Override
    public SimpleVersionedStringSerializer getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}

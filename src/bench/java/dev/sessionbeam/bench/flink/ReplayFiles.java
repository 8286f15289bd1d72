package dev.sessionbeam.bench.flink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.RichParallelSourceFunction;

/**
 * Recorded files as a stream, as fast as it goes. Each file is a partition with a subtask and so a
 * watermark of its own. FileSource would have a subtask read one file after the other, and by the
 * watermark of the first all of the second would be late.
 */
@SuppressWarnings("deprecation") // The class that follows it has no base for a source this small.
final class ReplayFiles extends RichParallelSourceFunction<byte[]> implements CheckpointedFunction {
  private final List<String> files;
  private transient ListState<Long> state;
  private long linesRead;
  private volatile boolean running = true;

  ReplayFiles(List<String> files) {
    this.files = files;
  }

  @Override
  public void run(SourceContext<byte[]> out) throws IOException {
    Path file = Path.of(files.get(getRuntimeContext().getIndexOfThisSubtask()));
    try (InputStream in = Files.newInputStream(file);
        LinesFormat.Reader lines = new LinesFormat.Reader(in)) {
      for (long skipped = 0; skipped < linesRead; skipped++) {
        lines.read();
      }
      for (byte[] line = lines.read(); running && line != null; line = lines.read()) {
        synchronized (out.getCheckpointLock()) {
          out.collect(line);
          linesRead++;
        }
      }
    }
  }

  @Override
  public void cancel() {
    running = false;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("lines-read", Types.LONG));
    for (long count : state.get()) {
      linesRead = count;
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(linesRead));
  }
}

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
 * Replays recorded files as a stream, as fast as possible. Each file has a subtask of its own, and
 * so a watermark of its own. With FileSource, a subtask would read one file after another, and
 * after the first file, the watermark would make all events of the second file late.
 */
@SuppressWarnings("deprecation") // Its replacement has no simple base class for so small a source.
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

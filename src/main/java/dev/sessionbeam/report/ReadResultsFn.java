package dev.sessionbeam.report;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Reads files of events and sessions, and emits what they say by the bucket of the machine. */
final class ReadResultsFn extends DoFn<ReportFiles.Named, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;
  private final ResultFile reader;

  ReadResultsFn(ReportTask task) {
    this.task = task;
    this.reader = new ResultFile(task);
  }

  @ProcessElement
  public void process(@Element ReportFiles.Named file, OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    BucketChunks chunks = new BucketChunks((bucket, parts) -> out.output(KV.of(bucket, parts)));
    @Nullable PartsCache cache = task.cache();
    if (cache == null) {
      reader.read(file.name(), part -> chunks.add(task.bucketOf(part.machine()), part));
    } else {
      cache.read(file, reader, part -> chunks.add(task.bucketOf(part.machine()), part));
    }
    chunks.flush();
  }
}

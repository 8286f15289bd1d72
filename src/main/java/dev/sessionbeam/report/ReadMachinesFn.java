package dev.sessionbeam.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Reads a file of machines that the state of earlier days has. */
final class ReadMachinesFn extends DoFn<String, KV<Integer, byte[]>> {
  static final int MORE = 1;
  static final int END = 0;
  private static final long serialVersionUID = 1;

  private final ReportTask task;

  ReadMachinesFn(ReportTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element String file, OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    BucketChunks chunks = new BucketChunks((bucket, parts) -> out.output(KV.of(bucket, parts)));
    try (InputStream in = DaysState.open(Path.of(file))) {
      while (in.read() == MORE) {
        StoredPart machine = StoredPartCoder.INSTANCE.decode(in);
        chunks.add(task.bucketOf(machine.machine()), machine);
      }
    } catch (IOException e) {
      throw Objects.requireNonNull(task.from()).broken(e);
    }
    chunks.flush();
  }
}

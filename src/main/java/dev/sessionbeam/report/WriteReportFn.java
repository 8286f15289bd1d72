package dev.sessionbeam.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Writes the result as a JSON file. */
final class WriteReportFn extends DoFn<ReportCounts, Void> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;
  private final PCollectionView<List<KV<String, Long>>> names;

  WriteReportFn(ReportTask task, PCollectionView<List<KV<String, Long>>> names) {
    this.task = task;
    this.names = names;
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(
            FileSystems.create(
                FileSystems.matchNewResource(task.result(), false), MimeTypes.TEXT))) {
      new ReportJson(task, context.sideInput(names)).write(context.element(), out);
    }
  }
}

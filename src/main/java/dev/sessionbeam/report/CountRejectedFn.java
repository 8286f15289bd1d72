package dev.sessionbeam.report;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.settle.StoredLines;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;

/** Counts the lines of files with rejected records and late events by their reasons. */
final class CountRejectedFn extends DoFn<ReportFiles.Named, ReportCounts> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;

  CountRejectedFn(ReportTask task) {
    this.task = task;
  }

  @ProcessElement
  public void process(@Element ReportFiles.Named named, OutputReceiver<ReportCounts> out)
      throws IOException {
    String file = named.name();
    ReportCounts counts = new ReportCounts(task);
    try (StoredLines lines = StoredLines.open(task.output(), file, task.definition().tables())) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        JsonValue reason = JsonObject.parse(line).get("reason");
        String code = reason == null ? null : reason.asString();
        if (code == null) {
          throw new IOException(name(file) + " has a line without a reason");
        }
        counts.addRejected(code, 1);
      }
    } catch (JsonSyntaxException e) {
      throw new IOException(name(file) + " has a line that is not a JSON object", e);
    }
    out.output(counts);
  }

  private String name(String file) {
    return task.output().root() + file;
  }
}

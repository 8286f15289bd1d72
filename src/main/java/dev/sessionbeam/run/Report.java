package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.report.ReportFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** Reports what the sessions of an output look like. See docs/report.md. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> LEDGER =
      List.of(
          "records_read",
          "events_written",
          "duplicates",
          "invalid",
          "late",
          "filtered",
          "invalid_by_reason");

  private Report() {}

  /**
   * Computes a report, and writes its files.
   *
   * @param options the runner's options
   * @param out gets a short form of the report
   * @param err gets messages
   * @throws UsageException if the flags are wrong, or if the input has no sessions
   * @throws IOException if a file cannot be read or written, or was not written with the definition
   */
  public static void of(
      PipelineOptions options, ReportFlags flags, PrintWriter out, PrintWriter err)
      throws UsageException, IOException {
    FileSystems.setDefaultPipelineOptions(options);
    ReportRequest request = ReportRequest.of(flags, options);
    ReportFiles files = ReportFiles.in(request.input());
    if (files.results().isEmpty()) {
      throw new UsageException(
          "--input: "
              + flags.input()
              + " has no files of events or sessions: give the --output of a run");
    }
    ObjectNode report = new ComputeReport(options, request, files, err).compute();
    report.set("ledger", ledger(request.input()));
    new ReportWriter(report).write(request, out, err);
  }

  /** What the ledger of the run says; an empty object if the output has none. */
  private static ObjectNode ledger(OutputFolder input) throws IOException {
    ObjectNode ledger = JSON.createObjectNode();
    try (InputStream in =
        Channels.newInputStream(
            FileSystems.open(
                FileSystems.matchNewResource(input.root() + OutputFolder.SUMMARY, false)))) {
      JsonNode summary = JSON.readTree(in);
      for (String field : LEDGER) {
        if (summary.has(field)) {
          ledger.set(field, summary.get(field));
        }
      }
    } catch (FileNotFoundException e) {
      // A stream has no ledger until it ends.
      return ledger;
    }
    return ledger;
  }
}

package dev.sessionbeam.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sessionbeam.sink.Dataset;
import dev.sessionbeam.sink.OutputFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.MimeTypes;

/** The run's ledger as a file beside its results. */
final class Summary {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Summary() {}

  static void write(RunPlan plan, Ledger ledger) throws IOException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("pipeline", plan.definition().name());
    summary.putAll(ledger.values());
    try (OutputStream out =
        Channels.newOutputStream(
            FileSystems.create(
                FileSystems.matchNewResource(plan.output().summary(), false), MimeTypes.TEXT))) {
      out.write(JSON.writeValueAsBytes(summary));
      out.write('\n');
    }
  }

  /** Where the results are, a line each. */
  static List<String> folders(OutputFolder output) {
    return Stream.concat(
            Stream.of(Dataset.values()).map(Dataset::folder), Stream.of(OutputFolder.SUMMARY))
        .filter(name -> !name.equals(Dataset.LATE.folder()))
        .map(name -> output.root() + name)
        .toList();
  }
}

package dev.sessionbeam.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sessionbeam.sink.Dataset;
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
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      summary.putAll(backfill.values());
    }
    summary.putAll(ledger.values());
    try (OutputStream out =
        Channels.newOutputStream(
            FileSystems.create(FileSystems.matchNewResource(file(plan), false), MimeTypes.TEXT))) {
      out.write(JSON.writeValueAsBytes(summary));
      out.write('\n');
    }
  }

  private static String file(RunPlan plan) {
    Backfill backfill = plan.backfill();
    return backfill == null ? plan.output().summary() : plan.output().summary(backfill.days());
  }

  /** Where the results are, a line each. */
  static List<String> folders(RunPlan plan) {
    Stream<Dataset> written =
        plan.backfill() == null
            ? Stream.of(Dataset.EVENTS, Dataset.SESSIONS, Dataset.INVALID)
            : Stream.of(Dataset.EVENTS, Dataset.SESSIONS);
    return Stream.concat(
            written.map(dataset -> plan.output().root() + dataset.folder()), Stream.of(file(plan)))
        .toList();
  }
}

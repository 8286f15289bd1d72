package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.MimeTypes;
import org.jspecify.annotations.Nullable;

/** Writes the ledger of a run to a JSON file in its output. */
final class Summary {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Summary() {}

  /**
   * The content of the file.
   *
   * @param failed why the run did not publish all results, or why they are not there; null if they
   *     are
   */
  static String text(RunPlan plan, Ledger ledger, @Nullable String failed) throws IOException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("pipeline", plan.definition().name());
    if (failed != null) {
      summary.put("failed", failed);
    }
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      summary.putAll(backfill.values());
    }
    summary.putAll(ledger.values());
    return JSON.writeValueAsString(summary) + "\n";
  }

  /** The file's name, relative to the output. */
  static String name(RunPlan plan) {
    Backfill backfill = plan.backfill();
    return OutputFolder.summaryName(backfill == null ? null : backfill.days());
  }

  /**
   * Writes the file, for a run without a swap or after a swap.
   *
   * @param failed why results of the run are not there; null if they are
   */
  static void write(RunPlan plan, Ledger ledger, @Nullable String failed) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(
            FileSystems.create(FileSystems.matchNewResource(file(plan), false), MimeTypes.TEXT))) {
      out.write(text(plan, ledger, failed).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String file(RunPlan plan) {
    return plan.output().root() + name(plan);
  }

  /** The places of the results, a line each. */
  static List<String> folders(RunPlan plan) {
    List<Dataset> written = new ArrayList<>(List.of(Dataset.EVENTS, Dataset.SESSIONS));
    if (plan.backfill() == null) {
      written.add(Dataset.INVALID);
    }
    DeliveryPlan delivery = plan.delivery();
    if (delivery != null && delivery.deliver()) {
      written.add(Dataset.UNDELIVERED);
    }
    return Stream.concat(
            written.stream().map(dataset -> plan.output().root() + dataset.folder()),
            Stream.of(file(plan)))
        .toList();
  }
}

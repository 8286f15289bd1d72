package dev.sessionbeam.output;

import dev.sessionbeam.failure.EnvelopeWriter;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.publish.Dataset;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Formats a rejected record as its envelope: why it was rejected, where it came from, and its
 * bytes. See docs/semantics.md, section 4.
 */
public final class FormatRejected {
  private FormatRejected() {}

  /**
   * Returns the line for {@code invalid/}, or for {@code late/} if the reason is {@code late}.
   *
   * @param today the date of processing, in UTC
   */
  public static Lines format(RejectedRecord rejected, LocalDate today) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", rejected.reason().code());
    fields.put("stage", rejected.stage().code());
    fields.put("message", rejected.message());
    String field = rejected.field();
    if (field != null) {
      fields.put("field", field);
    }
    EnvelopeWriter.put(rejected.record(), fields, Integer.MAX_VALUE);
    Dataset dataset = rejected.reason() == Reason.LATE ? Dataset.LATE : Dataset.INVALID;
    return Lines.of(dataset, "date=" + today, JsonValue.of(fields).toBytes());
  }
}

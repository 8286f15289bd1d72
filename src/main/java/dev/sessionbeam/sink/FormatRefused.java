package dev.sessionbeam.sink;

import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refused record to the line that keeps it: why, where it came from, and its bytes. SEMANTICS,
 * section 4.
 */
public final class FormatRefused {
  private FormatRefused() {}

  /**
   * The line for {@code invalid/}, or for {@code late/} where lateness is the reason.
   *
   * @param today the date of processing, UTC
   */
  public static Lines format(Refused refused, LocalDate today) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", refused.reason().code());
    fields.put("stage", refused.stage().code());
    fields.put("message", refused.message());
    String field = refused.field();
    if (field != null) {
      fields.put("field", field);
    }
    RecordEnvelope.put(refused.record(), fields, Integer.MAX_VALUE);
    Dataset dataset = refused.reason() == Reason.LATE ? Dataset.LATE : Dataset.INVALID;
    return Lines.of(dataset, "date=" + today, JsonValue.of(fields).toBytes());
  }
}

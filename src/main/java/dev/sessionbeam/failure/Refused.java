package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * A record that was refused, whole, and why. It is valid input for another try.
 *
 * @param field the field to blame, or null where it is the record as a whole
 */
public record Refused(
    RawRecord record, Reason reason, Stage stage, String message, @Nullable String field) {

  /** The same, counted by its reason's code in this class's namespace. */
  public Refused counted() {
    Metrics.counter(Refused.class, reason.code()).inc();
    return this;
  }
}

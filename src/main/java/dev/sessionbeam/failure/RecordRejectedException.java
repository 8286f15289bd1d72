package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import org.jspecify.annotations.Nullable;

/** Thrown by a rule that rejects a record. The step turns it into a {@link RejectedRecord}. */
public final class RecordRejectedException extends Exception {
  private final Reason reason;
  private final @Nullable String field;
  private final @Nullable Stage stage;

  /**
   * Rejects the record, without a stage: the step of the rule adds it with {@link #at}.
   *
   * @param message what is wrong, for a person
   * @param field the field that is the cause, or null if the cause is the record as a whole
   */
  public RecordRejectedException(Reason reason, String message, @Nullable String field) {
    this(reason, message, field, null);
  }

  private RecordRejectedException(
      Reason reason, String message, @Nullable String field, @Nullable Stage stage) {
    // Expected and common: no stack trace.
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
    this.stage = stage;
  }

  /** Returns the same exception with the stage that rejects the record. */
  public RecordRejectedException at(Stage rejectedBy) {
    return new RecordRejectedException(reason, String.valueOf(getMessage()), field, rejectedBy);
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable String field() {
    return field;
  }

  /** Returns the rejected record, which keeps all its bytes. */
  public RejectedRecord of(RawRecord record) {
    Stage rejectedBy = stage == null ? Stage.VALIDATE : stage;
    return new RejectedRecord(record, reason, rejectedBy, String.valueOf(getMessage()), field);
  }
}

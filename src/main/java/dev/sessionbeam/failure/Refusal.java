package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a rule where a record cannot go on; {@link ApplyRule} turns it into a {@link Refused}.
 */
public final class Refusal extends Exception {
  private final Reason reason;
  private final @Nullable String field;
  private final @Nullable Stage stage;

  /**
   * A refusal by the step that the rule stands in.
   *
   * @param message what is wrong, for a person
   * @param field the field to blame, or null where it is the record as a whole
   */
  public Refusal(Reason reason, String message, @Nullable String field) {
    this(reason, message, field, null);
  }

  private Refusal(Reason reason, String message, @Nullable String field, @Nullable Stage stage) {
    // Expected and common: no stack trace.
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
    this.stage = stage;
  }

  /** The same refusal by a step of this name. */
  Refusal at(Stage refusedBy) {
    return new Refusal(reason, String.valueOf(getMessage()), field, refusedBy);
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable String field() {
    return field;
  }

  /** The refused record, whole. */
  Refused of(RawRecord record) {
    Stage refusedBy = stage == null ? Stage.VALIDATE : stage;
    return new Refused(record, reason, refusedBy, String.valueOf(getMessage()), field);
  }
}

package dev.sessionbeam.failure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a step's rule where a record cannot go on; {@link TryMap} turns it into a {@link
 * Refused}.
 */
public final class Refusal extends Exception {
  private final Reason reason;
  private final @Nullable String field;

  /**
   * @param message what is wrong, for a person
   * @param field the field to blame, or null where it is the record as a whole
   */
  public Refusal(Reason reason, String message, @Nullable String field) {
    // Expected and common: no stack trace.
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable String field() {
    return field;
  }

  /** The message, which is never null here. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

package dev.sessionbeam.expression;

import java.util.List;

/** Thrown if a text is not a valid expression, or uses an unknown name. It has all faults. */
public final class InvalidExpressionException extends Exception {
  private final transient List<String> faults;

  InvalidExpressionException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Returns each fault as a message for a person; never empty. */
  public List<String> faults() {
    return faults;
  }
}

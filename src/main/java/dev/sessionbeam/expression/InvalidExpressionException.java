package dev.sessionbeam.expression;

import java.util.List;

/** A text that is no expression, or that names what does not exist. */
public final class InvalidExpressionException extends Exception {
  private final transient List<String> faults;

  InvalidExpressionException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Each fault as a message for a person; never empty. */
  public List<String> faults() {
    return faults;
  }
}

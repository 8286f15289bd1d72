package dev.sessionbeam.json;

/** Reports that bytes are not a JSON object, and why. */
public final class JsonSyntaxException extends Exception {
  /** What is wrong with the bytes: first the encoding, then the grammar, then the structure. */
  public enum Fault {
    NOT_UTF8,
    NOT_JSON,
    NOT_AN_OBJECT,
    TOO_DEEP
  }

  private final Fault fault;

  JsonSyntaxException(Fault fault, String message) {
    // Rejected records are common, and their stack traces have no use: no trace, no suppression.
    super(message, null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}

package dev.sessionbeam.event;

/** Bytes that are no JSON object. */
public final class JsonSyntaxException extends Exception {
  /** What is wrong with the bytes, from the outside in. */
  public enum Fault {
    NOT_UTF8,
    NOT_JSON,
    NOT_AN_OBJECT,
    TOO_DEEP
  }

  private final Fault fault;

  JsonSyntaxException(Fault fault, String message) {
    // Refused records are common and their stack says nothing: no trace, no suppression.
    super(message, null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}

package dev.sessionbeam.deliver.dynamodb;

/** A table cannot be read. The message is for a person, and says what to do. */
public final class HotTableException extends Exception {
  private static final long serialVersionUID = 1;

  HotTableException(String message) {
    super(message);
  }
}

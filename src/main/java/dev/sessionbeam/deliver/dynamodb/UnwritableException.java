package dev.sessionbeam.deliver.dynamodb;

/** A delivery can never become an item, whatever happens. */
final class UnwritableException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates it with what is wrong, and what to do. */
  UnwritableException(String message) {
    super(message);
  }
}

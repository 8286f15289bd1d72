package dev.sessionbeam.collect;

/** Thrown if a request as a whole is refused. The message says why, for the sender. */
final class RefusedException extends Exception {
  private final int status;

  RefusedException(int status, String message) {
    // Common, and where it was thrown is of no use.
    super(message, null, false, false);
    this.status = status;
  }

  /** The status of HTTP. */
  int status() {
    return status;
  }
}

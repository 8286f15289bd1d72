package dev.sessionbeam.cli;

/** A job that a cluster did not take, or did not bring to its end; the message is for a person. */
final class ClusterJobException extends RuntimeException {
  ClusterJobException(String message, Throwable cause) {
    super(message, cause);
  }
}

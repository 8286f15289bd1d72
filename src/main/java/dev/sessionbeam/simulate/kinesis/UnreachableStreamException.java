package dev.sessionbeam.simulate.kinesis;

/**
 * Thrown if a stream cannot be used. The message is a sentence for a person: why, and what to do.
 */
public final class UnreachableStreamException extends Exception {
  UnreachableStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}

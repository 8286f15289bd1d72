package dev.sessionbeam.source;

/** An input that cannot be read from: the message says which and why. */
public final class InvalidInputException extends Exception {
  InvalidInputException(String message) {
    super(message);
  }
}

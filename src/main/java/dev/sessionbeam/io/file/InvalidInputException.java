package dev.sessionbeam.io.file;

/** Thrown if an input cannot be read. The message names the input and the cause. */
public final class InvalidInputException extends Exception {
  InvalidInputException(String message) {
    super(message);
  }
}

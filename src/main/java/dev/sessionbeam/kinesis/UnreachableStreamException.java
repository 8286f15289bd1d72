package dev.sessionbeam.kinesis;

/** Why a stream cannot be had, and what to do about it, in a sentence for a person. */
public final class UnreachableStreamException extends Exception {
  UnreachableStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.sessionbeam.cli;

import org.jspecify.annotations.Nullable;

/**
 * Thrown to the Flink cluster that has started an application, which then fails. The message is for
 * the user, in one line, because Flink's web page and {@code status} show one. It has no stack
 * trace of its own: the cause has one, if there is a cause.
 */
final class ApplicationStartException extends RuntimeException {
  ApplicationStartException(String message, @Nullable Throwable cause) {
    super(message, cause, /* enableSuppression= */ false, /* writableStackTrace= */ false);
  }
}

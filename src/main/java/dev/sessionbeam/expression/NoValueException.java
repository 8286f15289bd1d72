package dev.sessionbeam.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.CelRuntimeException;

/** Thrown by a function that has no value for its arguments. */
final class NoValueException extends CelRuntimeException {
  NoValueException(String message) {
    super(new IllegalArgumentException(message), CelErrorCode.INVALID_ARGUMENT);
  }
}

package dev.sessionbeam.expression;

import dev.cel.common.types.CelType;

/** What is known of the values of an expression before any record is seen. */
public enum ResultType {
  TEXT,
  /** An integer from -2^63 to 2^63 - 1. */
  INTEGER,
  /** An integer from 0 to 2^64 - 1. */
  UNSIGNED,
  DOUBLE,
  BOOLEAN,
  /** A timestamp, which JSON has in RFC 3339. */
  TIMESTAMP,
  /** Values of more than one type, lists, objects, or copies of fields. */
  ANY;

  static ResultType of(CelType type) {
    return switch (type.kind()) {
      case STRING -> TEXT;
      case INT -> INTEGER;
      case UINT -> UNSIGNED;
      case DOUBLE -> DOUBLE;
      case BOOL -> BOOLEAN;
      case TIMESTAMP -> TIMESTAMP;
      default -> ANY;
    };
  }
}

package dev.sessionbeam.failure;

import dev.sessionbeam.json.JsonSyntaxException;
import java.util.Locale;

/** The reason why a record is rejected. The list is closed, so readers can rely on it. */
public enum Reason {
  /** The bytes are not UTF-8, or the text of a role has half of a surrogate pair. */
  NOT_UTF8,
  /** The bytes are not JSON. */
  NOT_JSON,
  /** The bytes are JSON, but not an object. */
  NOT_AN_OBJECT,
  /** The object is nested deeper than a record may be. */
  TOO_DEEP,
  /** The record has more bytes than a record may have. */
  TOO_LARGE,
  /** A field with a role appears twice. */
  DUPLICATE_FIELD,
  /** A required field is missing or null. */
  MISSING_FIELD,
  /** A field has the wrong JSON type. */
  WRONG_TYPE,
  /** A field with a role is blank. */
  BLANK_FIELD,
  /** The definition does not allow the value of a field. */
  VALUE_NOT_ALLOWED,
  /** The record does not fit the definition's JSON Schema. */
  SCHEMA_MISMATCH,
  /** The time is not an instant. */
  UNREADABLE_TIME,
  /** The instant is outside the years 2000 to 2099. */
  TIME_OUT_OF_RANGE,
  /** The instant is more than the allowed clock skew after the record's arrival. */
  AHEAD_OF_ARRIVAL,
  /** In streaming: the machine sent more bytes in one max duration than may be held in memory. */
  TOO_MANY_EVENTS,
  /** In streaming: the watermark has passed the event by more than the allowed lateness. */
  LATE;

  /** Returns the reason for bytes that are not a JSON object. */
  public static Reason of(JsonSyntaxException.Fault fault) {
    return switch (fault) {
      case NOT_UTF8 -> NOT_UTF8;
      case NOT_JSON -> NOT_JSON;
      case NOT_AN_OBJECT -> NOT_AN_OBJECT;
      case TOO_DEEP -> TOO_DEEP;
    };
  }

  /** Returns the code of the reason, as written in the output. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

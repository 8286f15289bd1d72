package dev.sessionbeam.failure;

import dev.sessionbeam.event.JsonSyntaxException;
import java.util.Locale;

/** Why a record is not among the events. A closed list: readers may rely on it. */
public enum Reason {
  /** The bytes are no UTF-8. */
  NOT_UTF8,
  /** The bytes are no JSON. */
  NOT_JSON,
  /** JSON, but no object. */
  NOT_AN_OBJECT,
  /** Nested deeper than a parser should follow. */
  TOO_DEEP,
  /** More bytes than a record may have. */
  TOO_LARGE,
  /** A field that plays a role stands twice. */
  DUPLICATE_FIELD,
  /** A field that has to be there is not, or is null. */
  MISSING_FIELD,
  /** A field is of the wrong JSON type. */
  WRONG_TYPE,
  /** A field that has to say something is blank. */
  BLANK_FIELD,
  /** A value that the definition does not allow. */
  VALUE_NOT_ALLOWED,
  /** The record does not fit the definition's JSON Schema. */
  SCHEMA_MISMATCH,
  /** The time means no instant. */
  UNREADABLE_TIME,
  /** The instant lies outside of the years 2000 to 2099. */
  TIME_OUT_OF_RANGE,
  /** The instant is further ahead of the record's arrival than a clock may be. */
  AHEAD_OF_ARRIVAL,
  /** In streaming: the machine sent more in one day than is held in memory for one. */
  TOO_MANY_EVENTS,
  /** In streaming: the watermark had passed the event by more than the allowed lateness. */
  LATE;

  /** The reason for bytes that are no JSON object. */
  public static Reason of(JsonSyntaxException.Fault fault) {
    return switch (fault) {
      case NOT_UTF8 -> NOT_UTF8;
      case NOT_JSON -> NOT_JSON;
      case NOT_AN_OBJECT -> NOT_AN_OBJECT;
      case TOO_DEEP -> TOO_DEEP;
    };
  }

  /** The code as it stands in the output. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.sessionbeam.output.row;

import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The values of one type of columns, and how JSON writes them. A value has one canonical text. A
 * value that a record writes in another way has the same value in its column, but the column does
 * not give back its text.
 */
interface ValueFormat {
  /** Returns the typed value; null if JSON's value is not of this type, or is null. */
  @Nullable Object read(JsonValue json);

  /** Returns the canonical text of a value, in UTF-8. */
  byte[] write(Object value);

  /** Returns whether JSON has the value in its canonical text. */
  default boolean isCanonical(JsonValue json, Object value) {
    return json.isWrittenAs(write(value));
  }

  /** Returns the format of a type. */
  static ValueFormat of(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> new StringFormat();
      case INT64 -> new IntegerFormat();
      case DOUBLE -> new DoubleFormat();
      case DECIMAL -> new DecimalFormat(type.precision(), type.scale());
      case BOOLEAN -> new BooleanFormat();
      case TIMESTAMP -> new TimestampFormat();
      case JSON -> new JsonFormat();
      case MAP_OF_INT64 -> new MapFormat();
      case LIST_OF_STRING -> new ListFormat();
    };
  }
}

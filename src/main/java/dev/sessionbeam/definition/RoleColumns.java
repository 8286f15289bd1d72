package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.TimeFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of columns for the fields with roles. */
final class RoleColumns {
  private RoleColumns() {}

  /** Returns the fields with roles, each with its type if the definition declares no other one. */
  static Map<FieldPath, ColumnType> of(Roles roles) {
    Map<FieldPath, ColumnType> fields = new LinkedHashMap<>();
    put(roles.id(), ColumnType.STRING, fields);
    put(roles.machine(), ColumnType.STRING, fields);
    put(roles.time(), timeType(roles.timeFormat()), fields);
    put(roles.action(), ColumnType.STRING, fields);
    return fields;
  }

  private static void put(@Nullable Role role, ColumnType type, Map<FieldPath, ColumnType> fields) {
    FieldPath field = role == null ? null : role.field();
    if (field != null) {
      fields.put(field, type);
    }
  }

  /** A lenient format reads numbers and texts, so only JSON has both. */
  private static ColumnType timeType(@Nullable TimeFormat format) {
    return switch (format == null ? TimeFormat.Kind.ISO8601 : format.kind()) {
      case EPOCH_SECONDS, EPOCH_MILLIS -> ColumnType.INT64;
      case ISO8601, PATTERN -> ColumnType.STRING;
      default -> ColumnType.JSON;
    };
  }

  /**
   * Describes why a column of this type would be empty for each event; null if it would not.
   *
   * @param usual the type of the role's field
   * @param isTime whether the role is the time
   */
  static @Nullable String fault(ColumnType declared, ColumnType usual, boolean isTime) {
    boolean fits =
        switch (declared.kind()) {
          case STRING -> !usual.equals(ColumnType.INT64);
          case INT64, DOUBLE, DECIMAL -> !usual.equals(ColumnType.STRING);
          case TIMESTAMP -> isTime && !usual.equals(ColumnType.INT64);
          case BOOLEAN -> false;
          default -> true;
        };
    return fits
        ? null
        : "a column of the type "
            + declared
            + " would always be empty, because the role of the field requires "
            + (usual.equals(ColumnType.INT64) ? "an integer" : "text")
            + ": use "
            + usual;
  }
}

package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.ColumnNames;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a table over files, and what a view selects of them. Over Parquet, both are the
 * same. Over JSON lines, a field in which fields are columns is a text of JSON, of which the view
 * extracts the columns.
 */
final class AthenaColumns {
  /** It gives NULL for a value that has not the type, and maps names. */
  static final String JSON_LINES = "org.openx.data.jsonserde.JsonSerDe";

  private final Warehouse warehouse;
  private final Table table;

  /** The fields of JSON lines, by the names of their columns in the table. */
  private final Map<String, LineField> fields = new LinkedHashMap<>();

  AthenaColumns(Warehouse warehouse, Table table) {
    this.warehouse = warehouse;
    this.table = table;
    List<String> taken =
        new ArrayList<>(table.columns().stream().map(AthenaColumns::lowerCase).toList());
    for (LineField field : LineField.of(table)) {
      String name = field.columns().get(0).name();
      if (!field.isColumn()) {
        name = ColumnNames.of(FieldPath.ofField(field.name())) + "_json";
        while (taken.contains(lowerCase(name))) {
          name += "_";
        }
        taken.add(lowerCase(name));
      }
      fields.put(name, field);
    }
  }

  private static String lowerCase(Column column) {
    return lowerCase(column.name());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns the columns as CREATE TABLE has them. */
  List<String> declared() {
    if (warehouse.isParquet()) {
      return Stream.concat(
              table.columns().stream().map(it -> declared(it.name(), type(it.type()))),
              table.hasRest() ? Stream.of(declared(Table.REST, "string")) : Stream.of())
          .toList();
    }
    return fields.entrySet().stream()
        .map(field -> declared(field.getKey(), typeInLines(field.getValue())))
        .toList();
  }

  private static String declared(String name, String type) {
    return "`" + name + "` " + type;
  }

  /** Returns the format of the files. */
  String rows() {
    if (warehouse.isParquet()) {
      return "STORED AS PARQUET";
    }
    String mapped =
        fields.entrySet().stream()
            .filter(field -> !field.getKey().equals(field.getValue().name()))
            .map(
                field ->
                    Sql.literal("mapping." + lowerCase(field.getKey()))
                        + " = "
                        + Sql.literal(field.getValue().name()))
            .collect(Collectors.joining(", "));
    return "ROW FORMAT SERDE '"
        + JSON_LINES
        + "'"
        + (mapped.isEmpty() ? "" : "\nWITH SERDEPROPERTIES (" + mapped + ")");
  }

  /** Returns what a view selects, without the partitions. */
  List<String> selected() {
    if (warehouse.isParquet()) {
      return Stream.concat(
              table.columns().stream().map(Column::name),
              table.hasRest() ? Stream.of(Table.REST) : Stream.of())
          .map(Sql::name)
          .toList();
    }
    return table.columns().stream().map(this::selected).toList();
  }

  private String selected(Column column) {
    String name = Sql.name(column.name());
    if (!column.path().isTopLevel()) {
      return nested(column) + " AS " + name;
    }
    if (column.type().kind() != ColumnType.Kind.TIMESTAMP) {
      return name;
    }
    return (column.source() == Source.SESSION ? instant(name) : "TRY(" + instant(name) + ")")
        + " AS "
        + name;
  }

  private String nested(Column column) {
    String json =
        fields.entrySet().stream()
            .filter(field -> field.getValue().columns().contains(column))
            .map(field -> Sql.name(field.getKey()))
            .findFirst()
            .orElseThrow();
    String path =
        Sql.literal(
            column.path().tail().segments().stream()
                .map(it -> "[\"" + it.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]")
                .collect(Collectors.joining("", "$", "")));
    String scalar = "json_extract_scalar(" + json + ", " + path + ")";
    return switch (column.type().kind()) {
      case STRING -> scalar;
      case TIMESTAMP -> "TRY(" + instant(scalar) + ")";
      case JSON -> "json_format(json_extract(" + json + ", " + path + "))";
      default -> "TRY_CAST(" + scalar + " AS " + type(column.type()) + ")";
    };
  }

  private static String instant(String text) {
    return "CAST(from_iso8601_timestamp(" + text + ") AT TIME ZONE 'UTC' AS timestamp(3))";
  }

  private static String typeInLines(LineField field) {
    ColumnType type = field.columns().get(0).type();
    return field.isColumn() && type.kind() != ColumnType.Kind.TIMESTAMP ? type(type) : "string";
  }

  private static String type(ColumnType type) {
    return switch (type.kind()) {
      case STRING, JSON -> "string";
      case INT64 -> "bigint";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case TIMESTAMP -> "timestamp";
      case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
      case MAP_OF_INT64 -> "map<string,bigint>";
      case LIST_OF_STRING -> "array<string>";
    };
  }
}

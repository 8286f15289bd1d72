package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a dataset in Redshift: those of the table into which COPY puts the rows of files,
 * and those of the table for queries.
 */
final class RedshiftColumns {
  private static final String REVISION = "revision";
  private static final String REPLACES = "replaces";
  private static final String SESSION_ID = "session_id";
  private static final String TEXT = "VARCHAR(65535)";

  private final Warehouse warehouse;
  private final Table table;

  RedshiftColumns(Warehouse warehouse, Table table) {
    this.warehouse = warehouse;
    this.table = table;
  }

  /**
   * Returns the columns of the files: those of Parquet in number and order, or the fields of JSON
   * lines, in which the values of records may have any type.
   */
  String staged() {
    Stream<String> columns =
        warehouse.isParquet()
            ? Stream.concat(
                table.columns().stream().map(it -> Sql.name(it.name()) + " " + type(it)),
                table.hasRest() ? Stream.of(Sql.name(Table.REST) + " " + TEXT) : Stream.of())
            : LineField.of(table).stream()
                .map(
                    it ->
                        Sql.name(it.name())
                            + " "
                            + (isOfSession(it) ? type(it.columns().get(0)) : "SUPER"));
    return lines(columns);
  }

  private static boolean isOfSession(LineField field) {
    return field.isColumn() && field.columns().get(0).source() == Source.SESSION;
  }

  /** Returns the columns for queries, with their types. */
  String declared() {
    return lines(
        Stream.concat(
            kept().map(it -> Sql.name(it.name()) + " " + type(it) + constraint(it)),
            Stream.concat(
                rest().map(it -> it + " " + TEXT),
                Stream.of(Sql.name(warehouse.date()) + " DATE"))));
  }

  private static String constraint(Column column) {
    boolean required = column.name().equals(SESSION_ID) || column.name().equals(REVISION);
    return required && column.source() == Source.SESSION ? " NOT NULL" : "";
  }

  /** Returns the names of the columns for queries. */
  List<String> names() {
    return Stream.of(
            kept().map(it -> Sql.name(it.name())), rest(), Stream.of(Sql.name(warehouse.date())))
        .flatMap(names -> names)
        .toList();
  }

  /** Returns what is selected of the files: the columns for queries, and {@code replaces}. */
  String selected() {
    Stream<String> replaces =
        table.columns().stream().filter(RedshiftColumns::isReplaces).map(it -> Sql.name(it.name()));
    return lines(
        Stream.of(
                kept().map(this::selected),
                rest(),
                Stream.of("CAST(session_start AS DATE) AS " + Sql.name(warehouse.date())),
                replaces)
            .flatMap(columns -> columns));
  }

  private String selected(Column column) {
    String name = Sql.name(column.name());
    if (column.source() == Source.SESSION && column.name().equals(REVISION)) {
      return "coalesce(" + name + ", 0) AS " + name;
    }
    LineField field =
        LineField.of(table).stream()
            .filter(it -> it.columns().contains(column))
            .findFirst()
            .orElseThrow();
    if (warehouse.isParquet() || isOfSession(field)) {
      String inFile = warehouse.isParquet() ? name : Sql.name(field.name());
      return inFile.equals(name) ? name : inFile + " AS " + name;
    }
    String value =
        column.path().segments().stream().map(Sql::name).collect(Collectors.joining("."));
    return value(column.type(), "f." + value) + " AS " + name;
  }

  /** The value of a type; NULL if the JSON is not of it. */
  private static String value(ColumnType type, String json) {
    return switch (type.kind()) {
      case STRING -> when("JSON_TYPEOF(" + json + ") = 'string'", cast(json, TEXT));
      case INT64 -> when("IS_BIGINT(" + json + ")", cast(json, "BIGINT"));
      case DOUBLE, DECIMAL -> when("JSON_TYPEOF(" + json + ") = 'number'", cast(json, name(type)));
      case BOOLEAN -> when("JSON_TYPEOF(" + json + ") = 'boolean'", cast(json, "BOOLEAN"));
      case TIMESTAMP ->
          when(
              "JSON_TYPEOF(" + json + ") = 'string'",
              "TRY_CAST(" + cast(json, TEXT) + " AS TIMESTAMPTZ) AT TIME ZONE 'UTC'");
      case JSON, MAP_OF_INT64, LIST_OF_STRING -> "JSON_SERIALIZE(" + json + ")";
    };
  }

  private static String when(String condition, String value) {
    return "CASE WHEN " + condition + " THEN " + value + " END";
  }

  private static String cast(String value, String type) {
    return "CAST(" + value + " AS " + type + ")";
  }

  /** The columns of files without {@code replaces}, which only a load needs. */
  private Stream<Column> kept() {
    return table.columns().stream().filter(column -> !isReplaces(column));
  }

  private static boolean isReplaces(Column column) {
    return column.source() == Source.SESSION && column.name().equals(REPLACES);
  }

  private Stream<String> rest() {
    return warehouse.hasRest(table) ? Stream.of(Sql.name(Table.REST)) : Stream.of();
  }

  private static String type(Column column) {
    return column.name().equals(SESSION_ID) ? "VARCHAR(36)" : name(column.type());
  }

  private static String name(ColumnType type) {
    return switch (type.kind()) {
      case STRING, JSON -> TEXT;
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE PRECISION";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP";
      case DECIMAL -> "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
      case MAP_OF_INT64, LIST_OF_STRING -> "SUPER";
    };
  }

  private static String lines(Stream<String> columns) {
    return columns.map(column -> "\n  " + column).collect(Collectors.joining(","));
  }
}

package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.ColumnType;
import dev.sessionbeam.definition.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How DuckDB reads the JSON lines of a dataset. */
final class DuckDbLines {
  /** Limits for lines. */
  static final String LONGEST =
      """
      -- The longest line of a session that is read, in bytes. A session names each of its actions once, so its line has at
      -- most about max_machine_size, 256 MiB unless the definition has another; machine, first and last action have 1 MiB
      -- each. Set it before this script if that is not right. Each thread of DuckDB reserves twice as much memory. If that
      -- is too much for the machine, set it lower, or use fewer threads: SET threads = 4.
      SET VARIABLE longest_session = coalesce(getvariable('longest_session'), 272629760);

      -- The same for an event. Its record has at most 1 MiB, and so has each field that the definition's enrich adds.
      SET VARIABLE longest_event = coalesce(getvariable('longest_event'), 67108864);

      """;

  /** What the columns call. */
  static final String MACROS =
      """
      -- The value of a column is NULL if the field has no value of the column's type.
      CREATE OR REPLACE MACRO text_of(j) AS CASE WHEN json_type(j) = 'VARCHAR' THEN j ->> '$' END;
      CREATE OR REPLACE MACRO boolean_of(j) AS CASE WHEN json_type(j) = 'BOOLEAN' THEN CAST(j ->> '$' AS BOOLEAN) END;
      CREATE OR REPLACE MACRO digits_of(j) AS
        CASE WHEN json_type(j) IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN j ->> '$' END;
      CREATE OR REPLACE MACRO double_of(j) AS TRY_CAST(digits_of(j) AS DOUBLE);
      CREATE OR REPLACE MACRO int64_of(j) AS
        CASE WHEN TRY_CAST(digits_of(j) AS BIGINT) = TRY_CAST(digits_of(j) AS DECIMAL(38, 19))
        THEN TRY_CAST(digits_of(j) AS BIGINT) END;
      CREATE OR REPLACE MACRO time_of(j) AS date_trunc('millisecond',
        CASE WHEN regexp_matches(text_of(j), '[Tt ].*([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$')
        THEN make_timestamp(epoch_us(TRY_CAST(text_of(j) AS TIMESTAMPTZ)))
        ELSE TRY_CAST(text_of(j) AS TIMESTAMP) END);

      """;

  private static final String VARIABLE =
      """
      -- DuckDB cannot read files of which there are none. Before the first ones, the view looks among all files.
      SET VARIABLE <<dataset>>_files = coalesce(
        (SELECT <<own>> FROM glob(<<own>>) LIMIT 1),
        <<all>>);

      """;

  private static final String READ =
      """
      read_json(
        getvariable('<<dataset>>_files'),
        filename = true,
        format = 'newline_delimited',
        records = 'true',
        maximum_object_size = getvariable('longest_<<line>>'),
        hive_partitioning = true,
        hive_types_autocast = false,
        columns = {<<fields>>
        })""";

  private static final String REJECTED =
      """

      -- <<what>>
      CREATE OR REPLACE VIEW <<dataset>> AS
      SELECT * EXCLUDE (filename)
      FROM read_json(
        getvariable('output') || '/[a-z]*/**/part-*',
        filename = true,
        format = 'newline_delimited',
        records = 'true',
        maximum_object_size = getvariable('longest_event'),
        hive_partitioning = true,
        hive_types = {'date': VARCHAR},
        columns = {
          'reason': 'VARCHAR',
          'stage': 'VARCHAR',
          'message': 'VARCHAR',
          'field': 'VARCHAR',
          'source': 'JSON',
          'raw': 'VARCHAR',
          'raw_base64': 'VARCHAR'
        })
      WHERE regexp_matches(filename, '/<<dataset>>/date=[^/]+/part-[^/]*$');
      """;

  private static final int MOST_DIGITS = 38;

  private final Warehouse warehouse;
  private final String dataset;
  private final Table table;

  DuckDbLines(Warehouse warehouse, String dataset, Table table) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.table = table;
  }

  /** Returns the view of rejected records, or of late events. */
  static String rejected(String dataset) {
    String what =
        dataset.equals("late")
            ? "Late events: raw is the record. The partition is the day on which it was read."
            : "Rejected records: raw is the record. The partition is the day on which it was read.";
    return Sql.fill(REJECTED, Map.of("dataset", dataset, "what", what));
  }

  /** Sets a variable to the files that {@link #source} reads. */
  String variable() {
    String own = DuckDbScript.liveAndSettled(dataset) + "/**/part-*.jsonl*";
    return Sql.fill(
        VARIABLE,
        Map.of(
            "dataset",
            dataset,
            "own",
            Sql.literal(warehouse.location() + own),
            "all",
            Sql.literal(warehouse.location() + "/[a-z]*/**/part-*")));
  }

  String source() {
    String fields =
        LineField.of(table).stream()
            .map(field -> "\n    " + Sql.literal(field.name()) + ": '" + typeInFile(field) + "'")
            .collect(Collectors.joining(","));
    return Sql.fill(
        READ,
        Map.of(
            "dataset", dataset,
            "line", dataset.substring(0, dataset.length() - 1),
            "fields", fields));
  }

  /** A session's own fields always have their types; those of records may have any. */
  private static String typeInFile(LineField field) {
    return isOfSession(field) ? type(field.columns().get(0).type()) : "JSON";
  }

  private static boolean isOfSession(LineField field) {
    return field.isColumn() && field.columns().get(0).source() == Source.SESSION;
  }

  String columns() {
    List<LineField> fields = LineField.of(table);
    return Stream.concat(
            table.columns().stream().map(column -> column(column, fields)),
            warehouse.partitions().stream().map(Sql::name))
        .map(column -> "\n  " + column)
        .collect(Collectors.joining(","));
  }

  private static String column(Column column, List<LineField> fields) {
    String name = Sql.name(column.name());
    LineField field =
        fields.stream().filter(it -> it.columns().contains(column)).findFirst().orElseThrow();
    String value = Sql.name(field.name());
    if (isOfSession(field)) {
      return value.equals(name) ? name : value + " AS " + name;
    }
    if (!field.isColumn()) {
      value += " -> " + Sql.literal(pointer(column));
    }
    return value(column.type(), value) + " AS " + name;
  }

  /** The path inside the outermost field, as a JSON pointer. */
  private static String pointer(Column column) {
    return column.path().tail().segments().stream()
        .map(segment -> "/" + segment.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  private static String value(ColumnType type, String json) {
    return switch (type.kind()) {
      case STRING -> "text_of(" + json + ")";
      case INT64 -> "int64_of(" + json + ")";
      case DOUBLE -> "double_of(" + json + ")";
      case BOOLEAN -> "boolean_of(" + json + ")";
      case TIMESTAMP -> "time_of(" + json + ")";
      case DECIMAL -> decimal(type, "digits_of(" + json + ")");
      case JSON, MAP_OF_INT64, LIST_OF_STRING -> "CAST(" + json + " AS VARCHAR)";
    };
  }

  /** A number that has more digits after the point has no value of the type. */
  private static String decimal(ColumnType type, String digits) {
    int exact = MOST_DIGITS - type.precision() + type.scale();
    return String.format(
        Locale.ROOT,
        "CASE WHEN TRY_CAST(%1$s AS %2$s) = TRY_CAST(%1$s AS DECIMAL(38, %3$d))"
            + " THEN TRY_CAST(%1$s AS %2$s) END",
        digits,
        type(type),
        exact);
  }

  /** Returns the type of a column. */
  static String type(ColumnType type) {
    return switch (type.kind()) {
      case STRING, JSON -> "VARCHAR";
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP";
      case DECIMAL -> "DECIMAL(" + type.precision() + ", " + type.scale() + ")";
      case MAP_OF_INT64 -> "MAP(VARCHAR, BIGINT)";
      case LIST_OF_STRING -> "VARCHAR[]";
    };
  }
}

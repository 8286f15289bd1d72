package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.ColumnType.Kind;
import dev.sessionbeam.definition.table.Table;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How DuckDB reads the Parquet files of a dataset. */
final class DuckDbRows {
  private static final String VARIABLE =
      """
      -- DuckDB takes the columns from the first file: a live one if there is any, or else a settled one.
      SET VARIABLE <<dataset>>_files = coalesce(
        (SELECT <<both>> FROM glob(<<live>>) LIMIT 1),
        <<settled>>);

      """;

  private final Warehouse warehouse;
  private final String dataset;
  private final Table table;

  DuckDbRows(Warehouse warehouse, String dataset, Table table) {
    this.warehouse = warehouse;
    this.dataset = dataset;
    this.table = table;
  }

  /** Sets a variable to the files that {@link #source} reads. */
  String variable() {
    return Sql.fill(
        VARIABLE,
        Map.of(
            "dataset", dataset,
            "both", files(DuckDbScript.liveAndSettled(dataset) + "/**/part-*.parquet"),
            "live", files("/" + dataset + "/**/part-*.parquet"),
            "settled", files("/settled/" + dataset + "/**/part-*.parquet")));
  }

  String source() {
    return """
        read_parquet(
          getvariable('%s_files'),
          filename = true,
          hive_partitioning = true,
          hive_types_autocast = false)"""
        .replace("%s", dataset);
  }

  /** Columns as they are; instants as times in UTC. */
  String columns() {
    return Stream.concat(
            table.columns().stream().map(DuckDbRows::column),
            ViewColumns.of(warehouse, table.hasRest()).stream()
                .skip(table.columns().size())
                .map(Sql::name))
        .map(column -> "\n  " + column)
        .collect(Collectors.joining(","));
  }

  private static String column(Column column) {
    String name = Sql.name(column.name());
    return column.type().kind() == Kind.TIMESTAMP
        ? "make_timestamp(epoch_us(" + name + ")) AS " + name
        : name;
  }

  private String files(String pattern) {
    return Sql.literal(warehouse.location() + pattern);
  }
}

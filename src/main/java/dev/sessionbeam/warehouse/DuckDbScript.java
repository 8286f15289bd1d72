package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Table;
import java.util.Map;

/** The views of an output for DuckDB. It reads the files in their place. */
final class DuckDbScript {
  private static final String HEAD =
      """
      -- Views for DuckDB 1.2 or later. Run the script at the beginning of each session of DuckDB. The views find new files
      -- by themselves.
      --
      -- All times are UTC, whatever the time zone of the session of DuckDB is. Partitions are text. What a line lacks is
      -- NULL.

      -- The output: a folder, or s3://bucket/prefix.
      SET VARIABLE output = <<location>>;

      -- The last switch of a settled day is the one with the highest number.
      CREATE OR REPLACE VIEW settled_days AS
      SELECT
        content::JSON ->> '$.date' AS "<<date>>",
        CAST(content::JSON ->> '$.number' AS BIGINT) AS number,
        content::JSON ->> '$.version' AS version,
        CAST(content::JSON -> '$.replaced' AS STRUCT(session_id VARCHAR, revision BIGINT)[]) AS replaced
      FROM read_text(getvariable('output') || '/settled/days/*.json');

      """;

  private static final String LIVE =
      """
      CREATE OR REPLACE VIEW <<dataset>> AS
      SELECT<<columns>>
      FROM <<source>>
      WHERE regexp_matches(filename, '/<<dataset>>/([^/]+=[^/]+/)*part-[^/]*$')
      AND NOT regexp_matches(filename, '/settled/<<dataset>>/([^/]+=[^/]+/)*part-[^/]*$');

      CREATE OR REPLACE VIEW settled_<<dataset>> AS
      SELECT<<columns>>,
        regexp_extract(filename, '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
      FROM <<source>>
      WHERE regexp_matches(filename, '/settled/<<dataset>>/([^/]+=[^/]+/)*part-[^/]*$');

      """;

  private static final String REPLACED =
      """
      SELECT t.r.session_id, t.r.revision
        FROM settled AS d
        CROSS JOIN UNNEST(d.replaced) AS t (r)""";

  private final Warehouse warehouse;

  private DuckDbScript(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  static String of(Warehouse warehouse) {
    return new DuckDbScript(warehouse).script();
  }

  /**
   * A glob of two folders, that of the live files and that of the settled ones. A glob of one of
   * them would fail while it has no file.
   */
  static String liveAndSettled(String dataset) {
    return dataset.equals("events") ? "/[es][ve][et]*" : "/se[st]*";
  }

  private String script() {
    StringBuilder sql = new StringBuilder();
    sql.append(
        Sql.fill(
            HEAD, Map.of("location", Sql.literal(warehouse.location()), "date", warehouse.date())));
    sql.append(DuckDbLines.LONGEST);
    sql.append(warehouse.isParquet() ? "" : DuckDbLines.MACROS);
    dataset(sql, "sessions", warehouse.tables().sessions());
    dataset(sql, "events", warehouse.tables().events());
    sql.append(CurrentViews.of(warehouse, REPLACED));
    sql.append(DuckDbLines.rejected("invalid"));
    sql.append(DuckDbLines.rejected("late"));
    return sql.toString();
  }

  private void dataset(StringBuilder sql, String dataset, Table table) {
    if (warehouse.isParquet()) {
      DuckDbRows rows = new DuckDbRows(warehouse, dataset, table);
      sql.append(rows.variable());
      append(sql, dataset, rows.source(), rows.columns());
    } else {
      DuckDbLines lines = new DuckDbLines(warehouse, dataset, table);
      sql.append(lines.variable());
      append(sql, dataset, lines.source(), lines.columns());
    }
  }

  private static void append(StringBuilder sql, String dataset, String source, String columns) {
    sql.append(Sql.fill(LIVE, Map.of("dataset", dataset, "source", source, "columns", columns)));
  }
}

package dev.sessionbeam.warehouse;

import dev.sessionbeam.definition.table.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of an output for Amazon Athena, over its files in S3, and the views over them. */
final class AthenaScript {
  private static final String HEAD =
      """
      -- Tables and views for Amazon Athena. Run one statement at a time, in a database of your own.
      --
      -- Athena computes the partitions from the dates in TBLPROPERTIES, so new partitions need no command. A date outside of
      -- them is not read. All times are UTC. What a line lacks is NULL.

      -- The last switch of a settled day is the one with the highest number.
      CREATE EXTERNAL TABLE settled_day_files (
        `date` string,
        `number` bigint,
        `version` string,
        `replaced` array<struct<session_id:string,revision:bigint>>
      )
      ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
      LOCATION '<<location>>/settled/days/';

      CREATE OR REPLACE VIEW settled_days AS
      SELECT "date" AS "<<date>>", number, version, replaced
      FROM settled_day_files;

      """;

  private static final String TABLE =
      """
      CREATE EXTERNAL TABLE <<name>> (<<columns>>
      )
      PARTITIONED BY (<<partitions>>)
      <<rows>>
      LOCATION '<<location>>/<<folder>>/'
      TBLPROPERTIES (<<projection>>
        'storage.location.template' = '<<location>>/<<folder>>/<<template>>/'
      );

      """;

  private static final String LIVE =
      """
      CREATE OR REPLACE VIEW <<dataset>> AS
      SELECT<<columns>>
      FROM <<files>>;

      CREATE OR REPLACE VIEW settled_<<dataset>> AS
      SELECT<<columns>>,
        regexp_extract("$path", '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
      FROM settled_<<files>>;

      """;

  private static final String REPLACED =
      """
      SELECT t.session_id, t.revision
        FROM settled AS d
        CROSS JOIN UNNEST(d.replaced) AS t (session_id, revision)""";

  private static final List<String> REJECTED_COLUMNS =
      List.of("reason", "stage", "message", "field", "source", "raw", "raw_base64");

  private final Warehouse warehouse;

  private AthenaScript(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  static String of(Warehouse warehouse) {
    return new AthenaScript(warehouse).script();
  }

  private String script() {
    return Sql.fill(HEAD, Map.of("location", location(), "date", warehouse.date()))
        + dataset("sessions", warehouse.tables().sessions())
        + dataset("events", warehouse.tables().events())
        + CurrentViews.of(warehouse, REPLACED)
        + "\n-- Rejected records: raw is the record. The partition is the day on which it was read.\n"
        + rejected("invalid")
        + "-- Late events, in the same way.\n"
        + rejected("late").stripTrailing()
        + "\n";
  }

  private String dataset(String dataset, Table table) {
    AthenaColumns columns = new AthenaColumns(warehouse, table);
    String files = dataset.substring(0, dataset.length() - 1) + "_files";
    List<String> partitions = warehouse.partitions();
    String selected =
        Stream.concat(columns.selected().stream(), partitions.stream().map(Sql::name))
            .map(column -> "\n  " + column)
            .collect(Collectors.joining(","));
    String declared =
        columns.declared().stream().map(column -> "\n  " + column).collect(Collectors.joining(","));
    return table(files, dataset, declared, columns.rows(), partitions)
        + table("settled_" + files, "settled/" + dataset, declared, columns.rows(), partitions)
        + Sql.fill(LIVE, Map.of("dataset", dataset, "columns", selected, "files", files));
  }

  private String rejected(String dataset) {
    return table(
        dataset,
        dataset,
        REJECTED_COLUMNS.stream()
            .map(name -> "\n  `" + name + "` string")
            .collect(Collectors.joining(",")),
        "ROW FORMAT SERDE '" + AthenaColumns.JSON_LINES + "'",
        List.of(Warehouse.DATE));
  }

  private String table(
      String name, String folder, String columns, String rows, List<String> partitions) {
    return Sql.fill(
        TABLE,
        Map.of(
            "name",
            name,
            "columns",
            columns,
            "partitions",
            partitions.stream().map(it -> "`" + it + "` string").collect(Collectors.joining(", ")),
            "rows",
            rows,
            "location",
            location(),
            "folder",
            folder,
            "projection",
            projection(partitions),
            "template",
            partitions.stream().map(it -> it + "=${" + it + "}").collect(Collectors.joining("/"))));
  }

  private String projection(List<String> partitions) {
    StringBuilder properties = new StringBuilder("\n  'projection.enabled' = 'true',");
    String date = "\n  'projection." + partitions.get(0);
    properties.append(date).append(".type' = 'date',");
    properties.append(date).append(".format' = 'yyyy-MM-dd',");
    properties.append(date).append(".range' = '").append(warehouse.since()).append(",NOW+1DAYS',");
    if (partitions.size() > 1) {
      String hour = "\n  'projection." + partitions.get(1);
      properties.append(hour).append(".type' = 'integer',");
      properties.append(hour).append(".range' = '0,23',");
      properties.append(hour).append(".digits' = '2',");
    }
    return properties.toString();
  }

  private String location() {
    return warehouse.location();
  }
}

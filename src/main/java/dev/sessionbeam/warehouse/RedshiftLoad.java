package dev.sessionbeam.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Column.Source;
import dev.sessionbeam.definition.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shell script that loads the new files of an output into Amazon Redshift. */
public final class RedshiftLoad {
  private static final String SCRIPT = "load.sh";

  private static final String STATEMENTS =
      """
      -- The rows of the new files. The columns are those of the files, in number and order.
      CREATE TEMP TABLE staged_sessions (<<staged_sessions>>
      );
      CREATE TEMP TABLE staged_events (<<staged_events>>
      );
      \\if :sessions
      COPY staged_sessions FROM :'sessions_manifest' IAM_ROLE :iam_role <<format>> MANIFEST;
      \\endif
      \\if :events
      COPY staged_events FROM :'events_manifest' IAM_ROLE :iam_role <<format>> MANIFEST;
      \\endif

      CREATE TEMP TABLE new_sessions AS
      SELECT<<selected_sessions>>
      FROM staged_sessions AS f;
      CREATE TEMP TABLE new_events AS
      SELECT<<selected_events>>
      FROM staged_events AS f;

      -- Which sessions the new lines are about: their own, and those that they replace.
      CREATE TEMP TABLE mentioned AS
      SELECT session_id, revision
      FROM new_sessions
      UNION ALL
      SELECT CAST(replaced AS VARCHAR(36)) AS session_id, s.revision
      FROM new_sessions AS s, s.replaces AS replaced;

      -- The highest revision of each of them, among all lines that were ever loaded.
      CREATE TEMP TABLE newest AS
      SELECT session_id, max(revision) AS revision
      FROM (
        SELECT session_id, revision
        FROM mentioned
        UNION ALL
        SELECT k.session_id, k.revision
        FROM session_revisions AS k
        JOIN (SELECT DISTINCT session_id FROM mentioned) AS m ON m.session_id = k.session_id
      ) AS known
      GROUP BY session_id;

      -- A session is current if a line of its own has that revision.
      CREATE TEMP TABLE current_lines AS
      SELECT<<session_names>>
      FROM (
        SELECT n.*, row_number() OVER (PARTITION BY n.session_id ORDER BY n.revision DESC) AS place
        FROM new_sessions AS n
        JOIN newest AS k ON k.session_id = n.session_id AND k.revision = n.revision
      ) AS lines
      WHERE place = 1;

      DELETE FROM sessions USING newest
      WHERE sessions.session_id = newest.session_id AND sessions.revision < newest.revision;

      MERGE INTO sessions USING current_lines AS line ON sessions.session_id = line.session_id
      WHEN MATCHED THEN UPDATE SET<<updates>>
      WHEN NOT MATCHED THEN INSERT (<<session_names>>
      ) VALUES (<<values>>
      );

      MERGE INTO session_revisions USING newest AS line ON session_revisions.session_id = line.session_id
      WHEN MATCHED THEN UPDATE SET revision = line.revision
      WHEN NOT MATCHED THEN INSERT (session_id, revision) VALUES (line.session_id, line.revision);

      -- Events of lower revisions go. Those of a session that is not loaded yet stay.
      DELETE FROM events USING newest
      WHERE events.session_id = newest.session_id AND events.revision < newest.revision;

      INSERT INTO events (<<event_names>>
      )
      SELECT<<new_event_names>>
      FROM new_events AS n
      LEFT JOIN session_revisions AS k ON k.session_id = n.session_id
      WHERE n.revision >= coalesce(k.revision, 0);

      INSERT INTO loaded_files (file, size, etag)
      SELECT file, size, etag
      FROM new_files;
      """;

  private RedshiftLoad() {}

  /**
   * Returns the script.
   *
   * @param madeBy the command that prints it
   */
  public static String script(Warehouse warehouse, String madeBy) {
    return Sql.fill(
        template(),
        Map.of(
            "made_by", madeBy,
            "location", warehouse.location(),
            "statements", statements(warehouse)));
  }

  private static String statements(Warehouse warehouse) {
    RedshiftColumns sessions = new RedshiftColumns(warehouse, warehouse.tables().sessions());
    RedshiftColumns events = new RedshiftColumns(warehouse, warehouse.tables().events());
    List<String> names = sessions.names();
    return caseSensitive(warehouse)
        + Sql.fill(
            STATEMENTS,
            Map.ofEntries(
                Map.entry("staged_sessions", sessions.staged()),
                Map.entry("staged_events", events.staged()),
                Map.entry("format", format(warehouse)),
                Map.entry("selected_sessions", sessions.selected()),
                Map.entry("selected_events", events.selected()),
                Map.entry("session_names", lines(names)),
                Map.entry(
                    "updates",
                    // Without the session's id, by which rows are matched.
                    lines(names.stream().skip(1).map(it -> it + " = line." + it).toList())),
                Map.entry("values", lines(names.stream().map(it -> "line." + it).toList())),
                Map.entry("event_names", lines(events.names())),
                Map.entry(
                    "new_event_names",
                    lines(events.names().stream().map(it -> "n." + it).toList()))));
  }

  private static String lines(List<String> names) {
    return names.stream().map(it -> "\n  " + it).collect(Collectors.joining(","));
  }

  /** COPY maps Parquet's maps and lists to SUPER only as JSON. */
  private static String format(Warehouse warehouse) {
    if (warehouse.isParquet()) {
      return "FORMAT AS PARQUET SERIALIZETOJSON";
    }
    return "FORMAT AS JSON 'auto ignorecase' TIMEFORMAT 'auto'"
        + switch (warehouse.codec()) {
          case GZIP -> " GZIP";
          case ZSTD -> " ZSTD";
          case NONE -> "";
        };
  }

  /** Redshift finds a name inside JSON that has capital letters only with this setting. */
  private static String caseSensitive(Warehouse warehouse) {
    boolean needed =
        !warehouse.isParquet()
            && Stream.of(warehouse.tables().events(), warehouse.tables().sessions())
                .flatMap((Table table) -> table.columns().stream())
                .filter(column -> column.source() != Source.SESSION)
                .flatMap((Column column) -> column.path().segments().stream().skip(1))
                .anyMatch(name -> !name.equals(name.toLowerCase(Locale.ROOT)));
    return needed ? "SET enable_case_sensitive_super_attribute TO true;\n\n" : "";
  }

  private static String template() {
    try (InputStream script = RedshiftLoad.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException(SCRIPT + " is not in the jar");
      }
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + SCRIPT + " from the jar", e);
    }
  }
}

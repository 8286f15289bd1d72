package dev.sessionbeam.warehouse;

import java.util.Locale;
import java.util.Map;

/** The tables and views of an output in Amazon Redshift. {@link RedshiftLoad} fills them. */
final class RedshiftScript {
  private static final String TABLES =
      """
      -- Tables and views for Amazon Redshift. Run the script once. The script that sessionbeam tables prints with --load
      -- fills the tables. All times are UTC.

      -- The files that are loaded.
      CREATE TABLE IF NOT EXISTS loaded_files (
        file VARCHAR(1024) NOT NULL,
        size BIGINT NOT NULL,
        etag VARCHAR(64) NOT NULL
      );

      -- The highest revision of each session, whether the session still exists or is replaced.
      CREATE TABLE IF NOT EXISTS session_revisions (
        session_id VARCHAR(36) NOT NULL,
        revision BIGINT NOT NULL
      ) DISTKEY (session_id) SORTKEY (session_id);

      -- The current sessions.
      CREATE TABLE IF NOT EXISTS sessions (<<sessions>>
      ) DISTKEY (session_id) SORTKEY (session_start);

      -- The events of current sessions, and of revisions whose session is not loaded yet: query current_events.
      CREATE TABLE IF NOT EXISTS events (<<events>>
      ) DISTKEY (session_id) SORTKEY (session_start);

      CREATE OR REPLACE VIEW current_sessions AS
      SELECT *
      FROM sessions;

      CREATE OR REPLACE VIEW current_events AS
      SELECT e.*
      FROM events AS e
      JOIN sessions AS s ON s.session_id = e.session_id AND s.revision = e.revision;

      -- Why each current session starts. A pause of at least the gap, or none before: 'pause'. Else 'opening_event', or
      -- 'cap' if max_duration cut it.
      CREATE OR REPLACE VIEW session_starts AS
      SELECT
        s.*,
        CASE
          WHEN coalesce(
            lag(session_end) OVER (PARTITION BY "<<machine>>" ORDER BY session_start)
              + INTERVAL '<<gap>> seconds',
            session_start) <= session_start THEN 'pause'
          WHEN opened_by = 'opening_event' THEN 'opening_event'
          ELSE 'cap'
        END AS started_by
      FROM sessions AS s;
      """;

  private RedshiftScript() {}

  static String of(Warehouse warehouse) {
    return Sql.fill(
        TABLES,
        Map.of(
            "sessions", new RedshiftColumns(warehouse, warehouse.tables().sessions()).declared(),
            "events", new RedshiftColumns(warehouse, warehouse.tables().events()).declared(),
            "machine", warehouse.machine(),
            "gap", String.format(Locale.ROOT, "%.3f", warehouse.gap().toMillis() / 1000.0)));
  }
}

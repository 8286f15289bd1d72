package dev.sessionbeam.warehouse;

import java.util.Map;

/**
 * The views over what the other views of a script give: the current sessions and events, and why
 * each session starts. DuckDB and Athena read the same text, but for one clause.
 *
 * <p>They need: {@code sessions} and {@code events}, the lines that are not settled, or are not yet
 * known to be; {@code settled_days}, one row for each switch of a day; {@code settled_sessions} and
 * {@code settled_events}, the rows of settled files with the {@code version} of their file.
 */
final class CurrentViews {
  private static final String SETTLED =
      """
        -- The last switch of each settled day. It comes first: files that it names were complete before it.
        settled AS (
          SELECT "<<date>>", max_by(version, number) AS version, max_by(replaced, number) AS replaced
          FROM settled_days
          GROUP BY "<<date>>"
        ),
        live_sessions AS (
          SELECT s.*
          FROM sessions AS s
          LEFT JOIN settled AS d ON d."<<date>>" = s."<<date>>"
          WHERE d."<<date>>" IS NULL
        ),
        -- Which sessions each line is about: its own, and those that it replaces.
        mentioned AS (
          SELECT s.session_id, coalesce(s.revision, 0) AS revision
          FROM live_sessions AS s
          UNION ALL
          SELECT t.session_id, coalesce(s.revision, 0) AS revision
          FROM live_sessions AS s
          CROSS JOIN UNNEST(s.replaces) AS t (session_id)
          UNION ALL
          <<replaced>>
        ),
        newest AS (
          SELECT session_id, max(revision) AS revision
          FROM mentioned
          GROUP BY session_id
        )""";

  private static final String VIEWS =
      """
      -- The current sessions and events. An event may change sessions that were written already. The pipeline then writes
      -- them again, as lines with a higher revision. A line without a revision has revision 0. A session line may also
      -- replace other written sessions, which no longer exist because this one took over their first events. So two kinds
      -- of lines are about a session: its own lines, and the lines that replace it. A session is current if a line of its
      -- own has the highest revision among all of these. Its events are current with it.
      --
      -- A settled day has only current lines, in files of their own. Its other lines do not count any more.
      --
      -- All session lines are read, whatever dates a query asks for, because the line that replaces a session may have
      -- another date. Session lines are few compared with events. Of the events, only the dates of the query are read.

      CREATE OR REPLACE VIEW current_sessions AS
      WITH
      <<settled>>
      SELECT s.*
      FROM live_sessions AS s
      JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0)
      UNION ALL
      SELECT <<sessions>>
      FROM settled AS d
      JOIN settled_sessions AS f ON f."<<date>>" = d."<<date>>" AND f.version = d.version;

      CREATE OR REPLACE VIEW current_events AS
      WITH
      <<settled>>,
      current_ids AS (
        SELECT s.session_id, n.revision
        FROM live_sessions AS s
        JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0)
      )
      SELECT e.*
      FROM events AS e
      JOIN current_ids AS s ON s.session_id = e.session_id AND s.revision = coalesce(e.revision, 0)
      UNION ALL
      SELECT <<events>>
      FROM settled AS d
      JOIN settled_events AS f ON f."<<date>>" = d."<<date>>" AND f.version = d.version;
      """;

  private static final String STARTS =
      """

      -- Why each current session starts. A pause of at least the gap, or none before: 'pause'. Else 'opening_event', or
      -- 'cap' if max_duration cut it.
      CREATE OR REPLACE VIEW session_starts AS
      SELECT
        s.*,
        CASE
          WHEN coalesce(
            date_diff('millisecond', lag(session_end) OVER (PARTITION BY "<<machine>>" ORDER BY session_start), session_start),
            <<gap>>) >= <<gap>> THEN 'pause'
          WHEN opened_by = 'opening_event' THEN 'opening_event'
          ELSE 'cap'
        END AS started_by
      FROM current_sessions AS s;
      """;

  private CurrentViews() {}

  /**
   * Returns the views.
   *
   * @param replaced a query of {@code settled AS d} that gives the columns {@code session_id} and
   *     {@code revision} of what settled days replace
   */
  static String of(Warehouse warehouse, String replaced) {
    String date = warehouse.date();
    String settled = Sql.fill(SETTLED, Map.of("date", date, "replaced", replaced));
    return Sql.fill(
            VIEWS,
            Map.of(
                "settled",
                settled,
                "sessions",
                columns(warehouse, false),
                "events",
                columns(warehouse, true),
                "date",
                date))
        + Sql.fill(
            STARTS,
            Map.of(
                "machine", warehouse.machine(), "gap", String.valueOf(warehouse.gap().toMillis())));
  }

  private static String columns(Warehouse warehouse, boolean events) {
    return String.join(
        ", ",
        ViewColumns.of(warehouse, events).stream().map(name -> "f." + Sql.name(name)).toList());
  }
}

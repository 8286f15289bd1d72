-- What holds now, of an output that a streaming run writes: current_sessions and current_events.
-- The same text runs in DuckDB (after duckdb.sql) and in Athena (after athena.sql; one statement at a time).
--
-- A late event may change sessions that were written already. They are then written again, as lines with a higher
-- revision; a line without one has revision 0. A session line may also replace others: written sessions that are no
-- more, because this one took over their first events. So a session is spoken of by its own lines and by those that
-- replace it, and it holds if a line of its own has the highest revision among them. Its events hold with it.
--
-- Both views read all session lines, few beside the events, whatever dates are asked for: what ends a session may
-- stand under another date. Of the events, only the dates asked for are read.

CREATE OR REPLACE VIEW current_sessions AS
WITH
  -- Which sessions each line speaks of: its own, and those that it replaces.
  spoken_of AS (
    SELECT s.session_id, coalesce(s.revision, 0) AS revision
    FROM sessions AS s
    UNION ALL
    SELECT t.session_id, coalesce(s.revision, 0) AS revision
    FROM sessions AS s
    CROSS JOIN UNNEST(s.replaces) AS t (session_id)
  ),
  newest AS (
    SELECT session_id, max(revision) AS revision
    FROM spoken_of
    GROUP BY session_id
  )
SELECT s.*
FROM sessions AS s
JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0);

CREATE OR REPLACE VIEW current_events AS
SELECT e.*
FROM events AS e
JOIN current_sessions AS s ON s.session_id = e.session_id AND coalesce(s.revision, 0) = coalesce(e.revision, 0);

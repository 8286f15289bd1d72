-- Creates the views current_sessions and current_events: the current lines of an output that a stream writes.
-- The same text runs in DuckDB (after duckdb.sql) and in Athena (after athena.sql; one statement at a time).
--
-- An event may change sessions that were written already. The pipeline then writes them again, as lines with a higher
-- revision. A line without a revision has revision 0. A session line may also replace other written sessions, which no
-- longer exist because this one took over their first events. So two kinds of lines are about a session: its own lines,
-- and the lines that replace it. A session is current if a line of its own has the highest revision among all of these.
-- Its events are current with it.
--
-- Both views read all session lines, whatever dates a query asks for, because the line that replaces a session may have
-- another date. Session lines are few compared with events. Of the events, only the dates of the query are read.

CREATE OR REPLACE VIEW current_sessions AS
WITH
  -- Which sessions each line is about: its own, and those that it replaces.
  mentioned AS (
    SELECT s.session_id, coalesce(s.revision, 0) AS revision
    FROM sessions AS s
    UNION ALL
    SELECT t.session_id, coalesce(s.revision, 0) AS revision
    FROM sessions AS s
    CROSS JOIN UNNEST(s.replaces) AS t (session_id)
  ),
  newest AS (
    SELECT session_id, max(revision) AS revision
    FROM mentioned
    GROUP BY session_id
  )
SELECT s.*
FROM sessions AS s
JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0);

CREATE OR REPLACE VIEW current_events AS
SELECT e.*
FROM events AS e
JOIN current_sessions AS s ON s.session_id = e.session_id AND coalesce(s.revision, 0) = coalesce(e.revision, 0);

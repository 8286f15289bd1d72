-- Made by: sessionbeam tables --definition=pipelines/nitro.yaml --location=out/live --dialect=duckdb --format=json
-- Views for DuckDB 1.2 or later. Run the script at the beginning of each session of DuckDB. The views find new files
-- by themselves.
--
-- All times are UTC, whatever the time zone of the session of DuckDB is. Partitions are text. What a line lacks is
-- NULL.

-- The output: a folder, or s3://bucket/prefix.
SET VARIABLE output = 'out/live';

-- The last switch of a settled day is the one with the highest number.
CREATE OR REPLACE VIEW settled_days AS
SELECT
  content::JSON ->> '$.date' AS "date",
  CAST(content::JSON ->> '$.number' AS BIGINT) AS number,
  content::JSON ->> '$.version' AS version,
  CAST(content::JSON -> '$.replaced' AS STRUCT(session_id VARCHAR, revision BIGINT)[]) AS replaced
FROM read_text(getvariable('output') || '/settled/days/*.json');

-- The longest line of a session that is read, in bytes. A session names each of its actions once, so its line has at
-- most about max_machine_size, 256 MiB unless the definition has another; machine, first and last action have 1 MiB
-- each. Set it before this script if that is not right. Each thread of DuckDB reserves twice as much memory. If that
-- is too much for the machine, set it lower, or use fewer threads: SET threads = 4.
SET VARIABLE longest_session = coalesce(getvariable('longest_session'), 272629760);

-- The same for an event. Its record has at most 1 MiB, and so has each field that the definition's enrich adds.
SET VARIABLE longest_event = coalesce(getvariable('longest_event'), 67108864);

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

-- DuckDB cannot read files of which there are none. Before the first ones, the view looks among all files.
SET VARIABLE sessions_files = coalesce(
  (SELECT 'out/live/se[st]*/**/part-*.jsonl*' FROM glob('out/live/se[st]*/**/part-*.jsonl*') LIMIT 1),
  'out/live/[a-z]*/**/part-*');

CREATE OR REPLACE VIEW sessions AS
SELECT
  "session_id",
  "machine_id",
  "session_start",
  "session_end",
  "duration_ms",
  "event_count",
  "opened_by",
  "first_action",
  "last_action",
  "actions",
  "revision",
  "replaces",
  "date"
FROM read_json(
  getvariable('sessions_files'),
  filename = true,
  format = 'newline_delimited',
  records = 'true',
  maximum_object_size = getvariable('longest_session'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    'session_id': 'VARCHAR',
    'machine_id': 'VARCHAR',
    'session_start': 'TIMESTAMP',
    'session_end': 'TIMESTAMP',
    'duration_ms': 'BIGINT',
    'event_count': 'BIGINT',
    'opened_by': 'VARCHAR',
    'first_action': 'VARCHAR',
    'last_action': 'VARCHAR',
    'actions': 'MAP(VARCHAR, BIGINT)',
    'revision': 'BIGINT',
    'replaces': 'VARCHAR[]'
  })
WHERE regexp_matches(filename, '/sessions/([^/]+=[^/]+/)*part-[^/]*$')
AND NOT regexp_matches(filename, '/settled/sessions/([^/]+=[^/]+/)*part-[^/]*$');

CREATE OR REPLACE VIEW settled_sessions AS
SELECT
  "session_id",
  "machine_id",
  "session_start",
  "session_end",
  "duration_ms",
  "event_count",
  "opened_by",
  "first_action",
  "last_action",
  "actions",
  "revision",
  "replaces",
  "date",
  regexp_extract(filename, '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
FROM read_json(
  getvariable('sessions_files'),
  filename = true,
  format = 'newline_delimited',
  records = 'true',
  maximum_object_size = getvariable('longest_session'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    'session_id': 'VARCHAR',
    'machine_id': 'VARCHAR',
    'session_start': 'TIMESTAMP',
    'session_end': 'TIMESTAMP',
    'duration_ms': 'BIGINT',
    'event_count': 'BIGINT',
    'opened_by': 'VARCHAR',
    'first_action': 'VARCHAR',
    'last_action': 'VARCHAR',
    'actions': 'MAP(VARCHAR, BIGINT)',
    'revision': 'BIGINT',
    'replaces': 'VARCHAR[]'
  })
WHERE regexp_matches(filename, '/settled/sessions/([^/]+=[^/]+/)*part-[^/]*$');

-- DuckDB cannot read files of which there are none. Before the first ones, the view looks among all files.
SET VARIABLE events_files = coalesce(
  (SELECT 'out/live/[es][ve][et]*/**/part-*.jsonl*' FROM glob('out/live/[es][ve][et]*/**/part-*.jsonl*') LIMIT 1),
  'out/live/[a-z]*/**/part-*');

CREATE OR REPLACE VIEW events AS
SELECT
  text_of("event_id") AS "event_id",
  int64_of("timestamp") AS "timestamp",
  text_of("action") AS "action",
  text_of("machine_id") AS "machine_id",
  text_of("build") AS "build",
  text_of("os") AS "os",
  int64_of("document" -> '/pages') AS "document_pages",
  int64_of("document" -> '/bytes') AS "document_bytes",
  text_of("document" -> '/title') AS "document_title",
  CASE WHEN TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(20, 19)) = TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(38, 37)) THEN TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(20, 19)) END AS "document_zoom",
  CASE WHEN TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(20, 0)) = TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(38, 18)) THEN TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(20, 0)) END AS "document_serial",
  text_of("event_time") AS "event_time",
  text_of("event_date") AS "event_date",
  int64_of("event_hour") AS "event_hour",
  int64_of("day_of_week") AS "day_of_week",
  int64_of("product_version") AS "product_version",
  "session_id",
  "session_start",
  "session_index",
  "revision",
  "date"
FROM read_json(
  getvariable('events_files'),
  filename = true,
  format = 'newline_delimited',
  records = 'true',
  maximum_object_size = getvariable('longest_event'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    'event_id': 'JSON',
    'timestamp': 'JSON',
    'action': 'JSON',
    'machine_id': 'JSON',
    'build': 'JSON',
    'os': 'JSON',
    'document': 'JSON',
    'event_time': 'JSON',
    'event_date': 'JSON',
    'event_hour': 'JSON',
    'day_of_week': 'JSON',
    'product_version': 'JSON',
    'session_id': 'VARCHAR',
    'session_start': 'TIMESTAMP',
    'session_index': 'BIGINT',
    'revision': 'BIGINT'
  })
WHERE regexp_matches(filename, '/events/([^/]+=[^/]+/)*part-[^/]*$')
AND NOT regexp_matches(filename, '/settled/events/([^/]+=[^/]+/)*part-[^/]*$');

CREATE OR REPLACE VIEW settled_events AS
SELECT
  text_of("event_id") AS "event_id",
  int64_of("timestamp") AS "timestamp",
  text_of("action") AS "action",
  text_of("machine_id") AS "machine_id",
  text_of("build") AS "build",
  text_of("os") AS "os",
  int64_of("document" -> '/pages') AS "document_pages",
  int64_of("document" -> '/bytes') AS "document_bytes",
  text_of("document" -> '/title') AS "document_title",
  CASE WHEN TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(20, 19)) = TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(38, 37)) THEN TRY_CAST(digits_of("document" -> '/zoom') AS DECIMAL(20, 19)) END AS "document_zoom",
  CASE WHEN TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(20, 0)) = TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(38, 18)) THEN TRY_CAST(digits_of("document" -> '/serial') AS DECIMAL(20, 0)) END AS "document_serial",
  text_of("event_time") AS "event_time",
  text_of("event_date") AS "event_date",
  int64_of("event_hour") AS "event_hour",
  int64_of("day_of_week") AS "day_of_week",
  int64_of("product_version") AS "product_version",
  "session_id",
  "session_start",
  "session_index",
  "revision",
  "date",
  regexp_extract(filename, '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
FROM read_json(
  getvariable('events_files'),
  filename = true,
  format = 'newline_delimited',
  records = 'true',
  maximum_object_size = getvariable('longest_event'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    'event_id': 'JSON',
    'timestamp': 'JSON',
    'action': 'JSON',
    'machine_id': 'JSON',
    'build': 'JSON',
    'os': 'JSON',
    'document': 'JSON',
    'event_time': 'JSON',
    'event_date': 'JSON',
    'event_hour': 'JSON',
    'day_of_week': 'JSON',
    'product_version': 'JSON',
    'session_id': 'VARCHAR',
    'session_start': 'TIMESTAMP',
    'session_index': 'BIGINT',
    'revision': 'BIGINT'
  })
WHERE regexp_matches(filename, '/settled/events/([^/]+=[^/]+/)*part-[^/]*$');

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
-- The last switch of each settled day. It comes first: files that it names were complete before it.
settled AS (
  SELECT "date", max_by(version, number) AS version, max_by(replaced, number) AS replaced
  FROM settled_days
  GROUP BY "date"
),
live_sessions AS (
  SELECT s.*
  FROM sessions AS s
  LEFT JOIN settled AS d ON d."date" = s."date"
  WHERE d."date" IS NULL
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
  SELECT t.r.session_id, t.r.revision
  FROM settled AS d
  CROSS JOIN UNNEST(d.replaced) AS t (r)
),
newest AS (
  SELECT session_id, max(revision) AS revision
  FROM mentioned
  GROUP BY session_id
)
SELECT s.*
FROM live_sessions AS s
JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0)
UNION ALL
SELECT f."session_id", f."machine_id", f."session_start", f."session_end", f."duration_ms", f."event_count", f."opened_by", f."first_action", f."last_action", f."actions", f."revision", f."replaces", f."date"
FROM settled AS d
JOIN settled_sessions AS f ON f."date" = d."date" AND f.version = d.version;

CREATE OR REPLACE VIEW current_events AS
WITH
-- The last switch of each settled day. It comes first: files that it names were complete before it.
settled AS (
  SELECT "date", max_by(version, number) AS version, max_by(replaced, number) AS replaced
  FROM settled_days
  GROUP BY "date"
),
live_sessions AS (
  SELECT s.*
  FROM sessions AS s
  LEFT JOIN settled AS d ON d."date" = s."date"
  WHERE d."date" IS NULL
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
  SELECT t.r.session_id, t.r.revision
  FROM settled AS d
  CROSS JOIN UNNEST(d.replaced) AS t (r)
),
newest AS (
  SELECT session_id, max(revision) AS revision
  FROM mentioned
  GROUP BY session_id
),
current_ids AS (
  SELECT s.session_id, n.revision
  FROM live_sessions AS s
  JOIN newest AS n ON n.session_id = s.session_id AND n.revision = coalesce(s.revision, 0)
)
SELECT e.*
FROM events AS e
JOIN current_ids AS s ON s.session_id = e.session_id AND s.revision = coalesce(e.revision, 0)
UNION ALL
SELECT f."event_id", f."timestamp", f."action", f."machine_id", f."build", f."os", f."document_pages", f."document_bytes", f."document_title", f."document_zoom", f."document_serial", f."event_time", f."event_date", f."event_hour", f."day_of_week", f."product_version", f."session_id", f."session_start", f."session_index", f."revision", f."date"
FROM settled AS d
JOIN settled_events AS f ON f."date" = d."date" AND f.version = d.version;

-- Why each current session starts. A pause of at least the gap, or none before: 'pause'. Else 'opening_event', or
-- 'cap' if max_duration cut it.
CREATE OR REPLACE VIEW session_starts AS
SELECT
  s.*,
  CASE
    WHEN coalesce(
      date_diff('millisecond', lag(session_end) OVER (PARTITION BY "machine_id" ORDER BY session_start), session_start),
      1800000) >= 1800000 THEN 'pause'
    WHEN opened_by = 'opening_event' THEN 'opening_event'
    ELSE 'cap'
  END AS started_by
FROM current_sessions AS s;

-- Rejected records: raw is the record. The partition is the day on which it was read.
CREATE OR REPLACE VIEW invalid AS
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
WHERE regexp_matches(filename, '/invalid/date=[^/]+/part-[^/]*$');

-- Late events: raw is the record. The partition is the day on which it was read.
CREATE OR REPLACE VIEW late AS
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
WHERE regexp_matches(filename, '/late/date=[^/]+/part-[^/]*$');

-- Made by: sessionbeam tables --definition=pipelines/nitro.yaml --location=s3://bucket/prefix --dialect=athena --format=json
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
LOCATION 's3://bucket/prefix/settled/days/';

CREATE OR REPLACE VIEW settled_days AS
SELECT "date" AS "date", number, version, replaced
FROM settled_day_files;

CREATE EXTERNAL TABLE session_files (
  `session_id` string,
  `machine_id` string,
  `session_start` string,
  `session_end` string,
  `duration_ms` bigint,
  `event_count` bigint,
  `opened_by` string,
  `first_action` string,
  `last_action` string,
  `actions` map<string,bigint>,
  `revision` bigint,
  `replaces` array<string>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://bucket/prefix/sessions/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/sessions/date=${date}/'
);

CREATE EXTERNAL TABLE settled_session_files (
  `session_id` string,
  `machine_id` string,
  `session_start` string,
  `session_end` string,
  `duration_ms` bigint,
  `event_count` bigint,
  `opened_by` string,
  `first_action` string,
  `last_action` string,
  `actions` map<string,bigint>,
  `revision` bigint,
  `replaces` array<string>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://bucket/prefix/settled/sessions/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/settled/sessions/date=${date}/'
);

CREATE OR REPLACE VIEW sessions AS
SELECT
  "session_id",
  "machine_id",
  CAST(from_iso8601_timestamp("session_start") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_start",
  CAST(from_iso8601_timestamp("session_end") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_end",
  "duration_ms",
  "event_count",
  "opened_by",
  "first_action",
  "last_action",
  "actions",
  "revision",
  "replaces",
  "date"
FROM session_files;

CREATE OR REPLACE VIEW settled_sessions AS
SELECT
  "session_id",
  "machine_id",
  CAST(from_iso8601_timestamp("session_start") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_start",
  CAST(from_iso8601_timestamp("session_end") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_end",
  "duration_ms",
  "event_count",
  "opened_by",
  "first_action",
  "last_action",
  "actions",
  "revision",
  "replaces",
  "date",
  regexp_extract("$path", '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
FROM settled_session_files;

CREATE EXTERNAL TABLE event_files (
  `event_id` string,
  `timestamp` bigint,
  `action` string,
  `machine_id` string,
  `build` string,
  `os` string,
  `document_json` string,
  `event_time` string,
  `event_date` string,
  `event_hour` bigint,
  `day_of_week` bigint,
  `product_version` bigint,
  `session_id` string,
  `session_start` string,
  `session_index` bigint,
  `revision` bigint
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('mapping.document_json' = 'document')
LOCATION 's3://bucket/prefix/events/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/events/date=${date}/'
);

CREATE EXTERNAL TABLE settled_event_files (
  `event_id` string,
  `timestamp` bigint,
  `action` string,
  `machine_id` string,
  `build` string,
  `os` string,
  `document_json` string,
  `event_time` string,
  `event_date` string,
  `event_hour` bigint,
  `day_of_week` bigint,
  `product_version` bigint,
  `session_id` string,
  `session_start` string,
  `session_index` bigint,
  `revision` bigint
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
WITH SERDEPROPERTIES ('mapping.document_json' = 'document')
LOCATION 's3://bucket/prefix/settled/events/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/settled/events/date=${date}/'
);

CREATE OR REPLACE VIEW events AS
SELECT
  "event_id",
  "timestamp",
  "action",
  "machine_id",
  "build",
  "os",
  TRY_CAST(json_extract_scalar("document_json", '$["pages"]') AS bigint) AS "document_pages",
  TRY_CAST(json_extract_scalar("document_json", '$["bytes"]') AS bigint) AS "document_bytes",
  json_extract_scalar("document_json", '$["title"]') AS "document_title",
  TRY_CAST(json_extract_scalar("document_json", '$["zoom"]') AS decimal(20,19)) AS "document_zoom",
  TRY_CAST(json_extract_scalar("document_json", '$["serial"]') AS decimal(20,0)) AS "document_serial",
  "event_time",
  "event_date",
  "event_hour",
  "day_of_week",
  "product_version",
  "session_id",
  CAST(from_iso8601_timestamp("session_start") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_start",
  "session_index",
  "revision",
  "date"
FROM event_files;

CREATE OR REPLACE VIEW settled_events AS
SELECT
  "event_id",
  "timestamp",
  "action",
  "machine_id",
  "build",
  "os",
  TRY_CAST(json_extract_scalar("document_json", '$["pages"]') AS bigint) AS "document_pages",
  TRY_CAST(json_extract_scalar("document_json", '$["bytes"]') AS bigint) AS "document_bytes",
  json_extract_scalar("document_json", '$["title"]') AS "document_title",
  TRY_CAST(json_extract_scalar("document_json", '$["zoom"]') AS decimal(20,19)) AS "document_zoom",
  TRY_CAST(json_extract_scalar("document_json", '$["serial"]') AS decimal(20,0)) AS "document_serial",
  "event_time",
  "event_date",
  "event_hour",
  "day_of_week",
  "product_version",
  "session_id",
  CAST(from_iso8601_timestamp("session_start") AT TIME ZONE 'UTC' AS timestamp(3)) AS "session_start",
  "session_index",
  "revision",
  "date",
  regexp_extract("$path", '/part-([0-9a-f]{16})-[^/]*$', 1) AS version
FROM settled_event_files;

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
  SELECT t.session_id, t.revision
  FROM settled AS d
  CROSS JOIN UNNEST(d.replaced) AS t (session_id, revision)
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
  SELECT t.session_id, t.revision
  FROM settled AS d
  CROSS JOIN UNNEST(d.replaced) AS t (session_id, revision)
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
CREATE EXTERNAL TABLE invalid (
  `reason` string,
  `stage` string,
  `message` string,
  `field` string,
  `source` string,
  `raw` string,
  `raw_base64` string
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://bucket/prefix/invalid/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/invalid/date=${date}/'
);

-- Late events, in the same way.
CREATE EXTERNAL TABLE late (
  `reason` string,
  `stage` string,
  `message` string,
  `field` string,
  `source` string,
  `raw` string,
  `raw_base64` string
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://bucket/prefix/late/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2000-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://bucket/prefix/late/date=${date}/'
);

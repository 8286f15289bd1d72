-- Made by: sessionbeam tables --definition=pipelines/nitro.yaml --location=s3://bucket/prefix --dialect=redshift --format=json
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
CREATE TABLE IF NOT EXISTS sessions (
  "session_id" VARCHAR(36) NOT NULL,
  "machine_id" VARCHAR(65535),
  "session_start" TIMESTAMP,
  "session_end" TIMESTAMP,
  "duration_ms" BIGINT,
  "event_count" BIGINT,
  "opened_by" VARCHAR(65535),
  "first_action" VARCHAR(65535),
  "last_action" VARCHAR(65535),
  "actions" SUPER,
  "revision" BIGINT NOT NULL,
  "date" DATE
) DISTKEY (session_id) SORTKEY (session_start);

-- The events of current sessions, and of revisions whose session is not loaded yet: query current_events.
CREATE TABLE IF NOT EXISTS events (
  "event_id" VARCHAR(65535),
  "timestamp" BIGINT,
  "action" VARCHAR(65535),
  "machine_id" VARCHAR(65535),
  "build" VARCHAR(65535),
  "os" VARCHAR(65535),
  "document_pages" BIGINT,
  "document_bytes" BIGINT,
  "document_title" VARCHAR(65535),
  "document_zoom" DECIMAL(20, 19),
  "document_serial" DECIMAL(20, 0),
  "event_time" VARCHAR(65535),
  "event_date" VARCHAR(65535),
  "event_hour" BIGINT,
  "day_of_week" BIGINT,
  "product_version" BIGINT,
  "session_id" VARCHAR(36) NOT NULL,
  "session_start" TIMESTAMP,
  "session_index" BIGINT,
  "revision" BIGINT NOT NULL,
  "date" DATE
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
      lag(session_end) OVER (PARTITION BY "machine_id" ORDER BY session_start)
        + INTERVAL '1800.000 seconds',
      session_start) <= session_start THEN 'pause'
    WHEN opened_by = 'opening_event' THEN 'opening_event'
    ELSE 'cap'
  END AS started_by
FROM sessions AS s;

-- Creates the tables sessions and events for Amazon Athena, over an output in S3. Run one statement at a time, in a
-- database of your own. Then run those of current.sql. Replace in both statements:
--
--   s3://BUCKET/PREFIX  the --output of the run; it appears twice in each statement
--   2017-01-01          the oldest date in the output
--
-- Athena computes the partitions from these dates, so new partitions need no command. A date outside of them is not
-- read. Times are text, such as 2017-02-05T09:00:00.000Z: from_iso8601_timestamp(session_start) converts them. Fields
-- that a line lacks are NULL. Athena fails at a line of more than 32 MB, such as that of a session with a million
-- different actions.

-- machine_id has the name that the definition gives it.
CREATE EXTERNAL TABLE sessions (
  session_id string,
  machine_id string,
  session_start string,
  session_end string,
  duration_ms bigint,
  event_count bigint,
  opened_by string,
  first_action string,
  last_action string,
  actions map<string, bigint>,
  revision int,
  replaces array<string>
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
LOCATION 's3://BUCKET/PREFIX/sessions/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2017-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://BUCKET/PREFIX/sessions/date=${date}/'
);

-- The first four are fields of the events themselves: put your fields there, and those that the definition's enrich adds.
-- The fields from session_id on belong to the session: keep them.
CREATE EXTERNAL TABLE events (
  event_id string,
  machine_id string,
  `timestamp` bigint,
  action string,
  session_id string,
  session_start string,
  session_index bigint,
  revision int
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
LOCATION 's3://BUCKET/PREFIX/events/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date',
  'projection.date.format' = 'yyyy-MM-dd',
  'projection.date.range' = '2017-01-01,NOW+1DAYS',
  'storage.location.template' = 's3://BUCKET/PREFIX/events/date=${date}/'
);

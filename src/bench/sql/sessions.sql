-- The sessions of pipelines/nitro.yaml in DuckDB: ${input}/* to ${output}/{events,sessions,invalid}, on ${threads} threads.
--
-- Lines stay text from end to end, with new fields put ahead of the closing brace: a JSON column would be written anew,
-- and 0.1000000000000000055 come out as 0.1. All that sorts and groups are numbers: a machine is numbered once, and
-- its text and the line wait in `record` until the end.

SET threads = ${threads};
SET preserve_insertion_order = false;
SET enable_progress_bar = false;

-- CASE spares almost every string the second half; OR would not.
CREATE MACRO is_blank(s) AS CASE WHEN s >= '!' THEN false ELSE trim(s, E' \t\n\r\f\x0b') = '' END;

-- The string that a JSON text spells, or NULL where it is none; only one with an escape needs a parser.
CREATE MACRO string_of(json) AS CASE
  WHEN NOT starts_with(json, '"') THEN NULL
  WHEN contains(json, '\') THEN json ->> '$'
  ELSE substr(json, 2, len(json) - 2)
END;

-- Read, validate, clean. A line that is no UTF-8 goes to reject_errors; DuckDbSessions.java fetches its bytes, which no
-- string of DuckDB's can hold.
CREATE TEMP TABLE record AS
WITH
  parsed AS (
    SELECT
      line,
      CASE WHEN json_valid(line) THEN json_transform(
        line,
        '{"event_id":"JSON","machine_id":"JSON","timestamp":"JSON","action":"JSON","build":"JSON"}')
      END AS field
    FROM read_csv(
      '${input}/*',
      columns = {'line': 'VARCHAR'},
      auto_detect = false,
      header = false,
      delim = '\x01',
      quote = '',
      escape = '',
      max_line_size = 2097152,
      store_rejects = true)
    WHERE line <> ''
  ),
  typed AS (
    SELECT
      line,
      string_of(field.event_id::VARCHAR) AS id,
      string_of(field.machine_id::VARCHAR) AS machine,
      string_of(field.action::VARCHAR) AS action,
      string_of(field.build::VARCHAR) AS build,
      -- A cast alone would round 1.5 and accept 1e3.
      CASE WHEN regexp_full_match(field."timestamp"::VARCHAR, '-?[0-9]+')
        THEN TRY_CAST(field."timestamp"::VARCHAR AS BIGINT)
      END AS stamp
    FROM parsed
  ),
  cleaned AS (
    SELECT
      * EXCLUDE (action, build, stamp),
      CASE WHEN starts_with(build, '9.0.4.') THEN lower(trim(action, E' \t\n\r\f\x0b')) ELSE action END AS action,
      CASE WHEN starts_with(build, '9.0.') THEN stamp * 1000 ELSE stamp END AS millis,
      CASE WHEN starts_with(build, '9.0.4.') THEN 2 WHEN starts_with(build, '9.0.') THEN 1 ELSE 0 END AS mended,
      TRY_CAST(split_part(build, '.', 1) AS BIGINT) AS product_version
    FROM typed
  )
SELECT
  * EXCLUDE (id) REPLACE (if(ends_with(line, '}'), line, rtrim(line, E' \t\r')) AS line),
  coalesce(
    NOT is_blank(id)
    AND NOT is_blank(machine)
    AND NOT is_blank(action)
    AND millis >= 946684800000
    AND millis < 4102444800000
    -- DuckDB takes the first of a repeated name and says nothing.
    AND NOT regexp_matches(
      line,
      '(?s)"(event_id".*"event_id|machine_id".*"machine_id|timestamp".*"timestamp|action".*"action)"'),
    false) AS valid
FROM cleaned;

CREATE TEMP TABLE machine AS
SELECT machine, row_number() OVER ()::INTEGER AS number
FROM (SELECT DISTINCT machine FROM record WHERE valid);

CREATE TEMP TABLE event AS
SELECT record.rowid AS row, number AS machine, millis, action, action = 'start' AS opening
FROM record
JOIN machine USING (machine)
WHERE valid;

-- Most instants have one event. Only those that share one need their ids, to tell copies and to bring them in order.
CREATE TEMP TABLE tie AS
SELECT
  row,
  copy,
  row_number() OVER (PARTITION BY machine, millis ORDER BY copy > 0, opening DESC, id) AS rank
FROM (
  SELECT
    event.*,
    line ->> 'event_id' AS id,
    row_number() OVER (PARTITION BY event.machine, event.millis, line ->> 'event_id' ORDER BY line) - 1 AS copy
  FROM event
  SEMI JOIN (SELECT machine, millis FROM event GROUP BY ALL HAVING count(*) > 1) USING (machine, millis)
  JOIN record ON record.rowid = event.row
);

-- Sessions as pauses and openings part them.
CREATE TEMP TABLE parted AS
WITH
  ordered AS (
    SELECT event.*, coalesce(rank, 0) AS rank
    FROM event
    LEFT JOIN tie USING (row)
    WHERE coalesce(copy, 0) = 0
  ),
  compared AS (
    SELECT
      * EXCLUDE (rank, opening),
      row_number() OVER by_time AS position,
      lag(millis) OVER by_time AS before,
      before IS NULL
        OR millis - before >= 1800000
        OR (opening AND NOT (millis = before AND lag(opening) OVER by_time)) AS starts
    FROM ordered
    WINDOW by_time AS (PARTITION BY machine ORDER BY millis, rank)
  )
SELECT
  * EXCLUDE (starts),
  max(CASE WHEN starts THEN position END) OVER so_far AS first,
  max(CASE WHEN starts THEN millis END) OVER so_far AS start
FROM compared
WINDOW so_far AS (PARTITION BY machine ORDER BY position ROWS UNBOUNDED PRECEDING);

-- The cap. A session that was cut at one midnight is older than half a day at the next, as the gap is at most half a day,
-- hence its uncut whole is. So every cut can be told from the uncut session's start, and no recursion is needed.
CREATE TEMP TABLE cut AS
SELECT machine, first, position, millis
FROM parted
WHERE position > first
  AND millis // 86400000 > before // 86400000
  AND millis // 86400000 * 86400000 - start >= 43200000;

CREATE TEMP TABLE member AS
WITH affected AS (
  SELECT parted.row, max(cut.position) AS first, max(cut.millis) AS start
  FROM parted
  JOIN cut ON cut.machine = parted.machine AND cut.first = parted.first AND cut.position <= parted.position
  GROUP BY parted.row
)
SELECT
  parted.* EXCLUDE (first, start, before),
  coalesce(affected.first, parted.first) AS first,
  coalesce(affected.start, parted.start) AS start
FROM parted
LEFT JOIN affected USING (row);

CREATE MACRO rfc3339(millis) AS strftime(make_timestamp_ms(millis), '%Y-%m-%dT%H:%M:%S.%gZ');

-- UUIDv5: SHA-1 of namespace and name, 16 bytes of it, with version and variant written over six of their bits.
CREATE MACRO uuid5(hash) AS
  hash[1:8] || '-' || hash[9:12] || '-5' || hash[14:16]
  || '-' || '89ab'[('0x' || hash[17])::INTEGER % 4 + 1] || hash[18:20]
  || '-' || hash[21:32];

CREATE TEMP TABLE session AS
WITH
  grouped AS (
    SELECT
      machine AS number,
      first,
      min(start) AS start,
      max(millis) AS last,
      count(*) AS event_count,
      arg_min(action, position) AS first_action,
      arg_max(action, position) AS last_action,
      histogram(action) AS actions
    FROM member
    GROUP BY machine, first
  )
SELECT
  grouped.*,
  machine.machine,
  uuid5(sha1('\xB9\x37\x4F\xBF\x05\x2C\x53\x1F\xA9\x61\x28\x0D\xF6\x6B\x5E\x39'::BLOB
    || encode(machine.machine || E'\n' || start))) AS session_id,
  rfc3339(start) AS session_start,
  session_start[:10] AS session_date,
  rfc3339(last) AS session_end
FROM grouped
JOIN machine USING (number);

COPY (
  SELECT
    to_json({
      session_id: session_id,
      machine_id: machine,
      session_start: session_start,
      session_end: session_end,
      duration_ms: last - start,
      event_count: event_count,
      opened_by: if(first_action = 'start', 'opening_event', 'activity'),
      first_action: first_action,
      last_action: last_action,
      actions: actions
    })::VARCHAR AS line,
    session_date AS date
  FROM session
) TO '${output}/sessions' (
  FORMAT csv, PARTITION_BY (date), FILENAME_PATTERN 'part-{i}', FILE_EXTENSION 'jsonl',
  HEADER false, DELIMITER E'\x01', QUOTE '', ESCAPE '');

COPY (
  WITH
    mended AS (
      SELECT
        row,
        millis,
        product_version,
        -- The first of that name: a nested field of the same name behind it stays as it is.
        CASE mended
          WHEN 0 THEN line
          WHEN 1 THEN regexp_replace(line, '"timestamp"\s*:\s*-?[0-9]+', '"timestamp":' || millis)
          ELSE regexp_replace(
            regexp_replace(line, '"timestamp"\s*:\s*-?[0-9]+', '"timestamp":' || millis),
            '"action"\s*:\s*"([^"\\]|\\.)*"',
            '"action":' || replace(to_json(record.action)::VARCHAR, '\', '\\'))
        END AS line,
        rfc3339(millis) AS event_time,
        position,
        first,
        machine
      FROM (SELECT record.line, record.mended, record.product_version, record.action, member.* EXCLUDE (action)
            FROM record JOIN member ON member.row = record.rowid) AS record
    )
  SELECT
    concat(
      substr(mended.line, 1, len(mended.line) - 1),
      ',"event_time":"', event_time,
      '","event_date":"', substr(event_time, 1, 10),
      '","event_hour":', millis // 3600000 % 24,
      ',"day_of_week":', (millis // 86400000 + 3) % 7 + 1,
      ',"product_version":' || product_version,
      ',"session_id":"', session_id,
      '","session_start":"', session_start,
      '","session_index":', position - mended.first,
      '}') AS line,
    session_date AS date
  FROM mended
  JOIN session ON session.number = mended.machine AND session.first = mended.first
) TO '${output}/events' (
  FORMAT csv, PARTITION_BY (date), FILENAME_PATTERN 'part-{i}', FILE_EXTENSION 'jsonl',
  HEADER false, DELIMITER E'\x01', QUOTE '', ESCAPE '');

COPY (
  SELECT
    to_json({reason: if(json_valid(line), 'not_an_event', 'not_json'), raw: line})::VARCHAR AS line,
    (now() AT TIME ZONE 'UTC')::DATE AS date
  FROM record
  WHERE NOT valid
) TO '${output}/invalid' (
  FORMAT csv, PARTITION_BY (date), FILENAME_PATTERN 'part-{i}', FILE_EXTENSION 'jsonl',
  HEADER false, DELIMITER E'\x01', QUOTE '', ESCAPE '');

SELECT
  (SELECT count(*) FROM record) + (SELECT count(*) FROM reject_errors) AS records,
  (SELECT count(*) FROM member) AS events,
  (SELECT count(*) FROM tie WHERE copy > 0) AS duplicates,
  (SELECT count(*) FROM record WHERE NOT valid) + (SELECT count(*) FROM reject_errors) AS invalid,
  (SELECT count(*) FROM session) AS sessions;

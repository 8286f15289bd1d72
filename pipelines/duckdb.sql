-- Creates the tables sessions and events for DuckDB 1.2 or later, over an output folder or s3://bucket/prefix:
--
--   duckdb -cmd "SET VARIABLE output = 'out/live'" -cmd ".read pipelines/duckdb.sql" -cmd ".read pipelines/current.sql"
--
-- The partition, date (and hour, if the definition says so), is text. Fields that a line lacks are NULL. The query fails
-- at a line that DuckDB does not accept as JSON, such as one with half of a surrogate pair. With ignore_errors = true
-- below, it leaves out such a line.

-- The longest line of a session that is read, in bytes. A session names each of its actions once, so its line has at most
-- about max_machine_size, 256 MiB unless the definition has another; machine, first and last action have 1 MiB each. Set
-- it before this file is read if that is not right. Each thread of DuckDB reserves twice as much memory. If that is too
-- much for the machine, set it lower, or use fewer threads: SET threads = 4.
SET VARIABLE longest_session = coalesce(getvariable('longest_session'), 272629760);

-- The same for an event. Its record has at most 1 MiB, and so has each field that the definition's enrich adds.
SET VARIABLE longest_event = coalesce(getvariable('longest_event'), 67108864);

-- DuckDB cannot read files of which there are none. An output without sessions has other files, such as those of
-- invalid/: the views then look for sessions among all of them.
SET VARIABLE session_files = getvariable('output') || coalesce(
  (SELECT '/sessions/**/part-*' FROM glob(getvariable('output') || '/sessions/**/part-*') LIMIT 1), '/[a-z]*/**/part-*');
SET VARIABLE event_files = getvariable('output') || coalesce(
  (SELECT '/events/**/part-*' FROM glob(getvariable('output') || '/events/**/part-*') LIMIT 1), '/[a-z]*/**/part-*');

CREATE OR REPLACE VIEW sessions AS
SELECT * EXCLUDE (filename)
FROM read_json(
  getvariable('session_files'),
  filename = true,
  format = 'newline_delimited',
  maximum_object_size = getvariable('longest_session'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    session_id: 'VARCHAR',
    machine_id: 'VARCHAR',      -- has the name that the definition gives it
    session_start: 'TIMESTAMP', -- all times are UTC
    session_end: 'TIMESTAMP',
    duration_ms: 'BIGINT',
    event_count: 'BIGINT',
    opened_by: 'VARCHAR',
    first_action: 'VARCHAR',
    last_action: 'VARCHAR',
    actions: 'MAP(VARCHAR, BIGINT)',
    revision: 'INTEGER',
    replaces: 'VARCHAR[]'
  })
WHERE regexp_matches(filename, '/sessions/([^/]+=[^/]+/)*part-[^/]*$');

CREATE OR REPLACE VIEW events AS
SELECT * EXCLUDE (filename)
FROM read_json(
  getvariable('event_files'),
  filename = true,
  format = 'newline_delimited',
  maximum_object_size = getvariable('longest_event'),
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    -- Fields of the events themselves: put your fields here, and those that the definition's enrich adds.
    event_id: 'VARCHAR',
    machine_id: 'VARCHAR',
    "timestamp": 'BIGINT',
    action: 'VARCHAR',
    -- The fields of the session: keep them.
    session_id: 'VARCHAR',
    session_start: 'TIMESTAMP',
    session_index: 'BIGINT',
    revision: 'INTEGER'
  })
WHERE regexp_matches(filename, '/events/([^/]+=[^/]+/)*part-[^/]*$');

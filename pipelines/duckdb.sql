-- Creates the tables sessions and events for DuckDB 1.2 or later, over an output folder or s3://bucket/prefix:
--
--   duckdb -cmd "SET VARIABLE output = 'out/live'" -cmd ".read pipelines/duckdb.sql" -cmd ".read pipelines/current.sql"
--
-- The partition, date (and hour, if the definition says so), is text. Fields that a line lacks are NULL. The query fails
-- at a line that DuckDB does not accept as JSON, such as one with half of a surrogate pair. With ignore_errors = true
-- below, it leaves out such a line.

CREATE OR REPLACE VIEW sessions AS
SELECT *
FROM read_json(
  getvariable('output') || '/sessions/**/part-*',
  format = 'newline_delimited',
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
  });

CREATE OR REPLACE VIEW events AS
SELECT *
FROM read_json(
  getvariable('output') || '/events/**/part-*',
  format = 'newline_delimited',
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
  });

-- The tables sessions and events for DuckDB 1.2 or later, over an output folder, which may also be s3://bucket/prefix:
--
--   duckdb -cmd "SET VARIABLE output = 'out/live'" -cmd ".read pipelines/duckdb.sql" -cmd ".read pipelines/current.sql"
--
-- The partition, date (and hour, where a definition says so), is text. Fields that a line lacks are NULL. A line that
-- DuckDB takes for no JSON, as one with half of a surrogate pair, fails the query; with ignore_errors = true below,
-- such a line is left out instead.

CREATE OR REPLACE VIEW sessions AS
SELECT *
FROM read_json(
  getvariable('output') || '/sessions/**/part-*',
  format = 'newline_delimited',
  hive_partitioning = true,
  hive_types_autocast = false,
  columns = {
    session_id: 'VARCHAR',
    machine_id: 'VARCHAR',      -- goes under the name that the definition gives it
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
    -- Fields of the events themselves: put yours here, and those that the definition's enrich adds.
    event_id: 'VARCHAR',
    machine_id: 'VARCHAR',
    "timestamp": 'BIGINT',
    action: 'VARCHAR',
    -- The session's, which stay.
    session_id: 'VARCHAR',
    session_start: 'TIMESTAMP',
    session_index: 'BIGINT',
    revision: 'INTEGER'
  });

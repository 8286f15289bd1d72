#!/usr/bin/env bash
# Loads the new files of an output into Amazon Redshift: into the tables that sessionbeam tables --dialect=redshift makes.
# Made by: sessionbeam tables --definition=pipelines/nitro.yaml --location=s3://bucket/prefix --dialect=redshift --format=json --load
#
# Run it every five minutes, by cron for example, or as often as you like. It loads complete files, all of them in one
# transaction, and remembers which ones. If it fails, nothing is loaded; the next run loads it. If files that were loaded
# are gone or have changed, because a run replaced them, it loads everything again, in one transaction too.
#
# It needs bash, the AWS command line, and psql. The connection is in the variables of psql: PGHOST, PGPORT, PGDATABASE,
# PGUSER, PGPASSWORD. IAM_ROLE is the role with which Redshift reads the files: an ARN, or default.
set -euo pipefail
export LC_ALL=C

location='s3://bucket/prefix'
role=${IAM_ROLE:-default}
[ "$role" = default ] || role="'$role'"

fail() {
  echo "load: $*" >&2
  exit 1
}

for program in aws psql; do
  command -v "$program" >/dev/null || fail "$program is not installed"
done

tab=$(printf '\t')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bucket=${location#s3://}
case "$bucket" in
  */*) prefix=${bucket#*/}/ bucket=${bucket%%/*} ;;
  *) prefix= ;;
esac

# Prints the name, the size and the ETag of each object whose name begins with this, below the output.
list() {
  aws s3api list-objects-v2 --bucket "$bucket" --prefix "$prefix$1" --query 'Contents[].[Key,Size,ETag]' --output text \
    >"$work/listed" || fail "cannot list $location/$1"
  awk -F "$tab" -v OFS="$tab" -v root="s3://$bucket/" 'NF == 3 { gsub(/"/, "", $3); print root $1, $2, $3 }' "$work/listed"
}

sql() {
  psql -X -q -A -t -F "$tab" -v ON_ERROR_STOP=1 "$@"
}

list .sessionbeam-temporary/swap_ >"$work/swaps"
if [ -s "$work/swaps" ]; then
  echo "load: a run is replacing results of $location now, or was killed while it did. Nothing was loaded." >&2
  exit 0
fi

# Files with their final names are complete.
list sessions/ >"$work/files"
list events/ >>"$work/files"
list settled/days/ >"$work/days"
awk -F "$tab" '$1 ~ /\/(sessions|events)\/([^\/=]+=[^\/]+\/)+part-[^\/]+$/' "$work/files" | sort >"$work/there"
sed -E 's|.*/([0-9-]{10})_[0-9]+\.json'"$tab"'.*|\1|' "$work/days" | sort -u >"$work/settled"
sql -c 'SELECT file, size, etag FROM loaded_files' >"$work/remembered"
sort "$work/remembered" >"$work/loaded"

comm -23 "$work/there" "$work/loaded" >"$work/new"
comm -13 "$work/there" "$work/loaded" >"$work/gone"

if [ ! -s "$work/there" ] && [ ! -s "$work/settled" ] && [ -s "$work/loaded" ]; then
  fail "$location has no files of events and sessions any more, and nothing was changed: if that is right, empty the" \
    "tables by hand"
fi
if [ -s "$work/settled" ]; then
  [ -s "$work/loaded" ] || fail "$location has settled days, and this script loads live files only: load the days in" \
    "settled/ by hand, and the files of the other days into loaded_files"
  # The rows of a settled day are loaded already. Its live files go after a while.
  while read -r day; do
    grep -vE "=$day/" "$work/gone" >"$work/still" || true
    mv "$work/still" "$work/gone"
  done <"$work/settled"
fi

reload=off
if [ -s "$work/gone" ]; then
  [ ! -s "$work/settled" ] || fail "files that were loaded are gone or have changed, such as" \
    "$(head -n 1 "$work/gone" | cut -f 1), and $location has settled days, so not everything can be loaded again:" \
    "delete the rows of that day from sessions, events and loaded_files, and load its files by hand"
  reload=on
  cp "$work/there" "$work/new"
  echo "load: $(wc -l <"$work/gone" | tr -d ' ') files that were loaded are gone or have changed, such as" \
    "$(head -n 1 "$work/gone" | cut -f 1). Everything is loaded again." >&2
fi
if [ ! -s "$work/new" ] && [ "$reload" = off ]; then
  exit 0
fi

# Writes the manifest of the new files of a dataset, and prints on; prints off if there are none.
manifest() {
  awk -F "$tab" -v "folder=$location/$1/" 'index($1, folder) == 1' "$work/new" >"$work/$1"
  if [ ! -s "$work/$1" ]; then
    echo off
    return
  fi
  awk -F "$tab" '
    NR == 1 { printf "{\"entries\":[" }
    NR > 1 { printf "," }
    { printf "\n{\"url\":\"%s\",\"mandatory\":true,\"meta\":{\"content_length\":%s}}", $1, $2 }
    END { print "\n]}" }' "$work/$1" |
    aws s3 cp --only-show-errors - "$location/_manifests/load-$1.manifest" >&2 ||
    fail "cannot write $location/_manifests/load-$1.manifest"
  echo on
}

sessions=$(manifest sessions)
events=$(manifest events)

{
  cat <<'SQL'
BEGIN;
LOCK loaded_files;

CREATE TEMP TABLE new_files (
  file VARCHAR(1024) NOT NULL,
  size BIGINT NOT NULL,
  etag VARCHAR(64) NOT NULL
);
SQL
  awk -F "$tab" '
    NR % 500 == 1 { printf "%sINSERT INTO new_files (file, size, etag) VALUES", (NR > 1 ? ";\n" : "") }
    NR % 500 != 1 { printf "," }
    { printf "\n  (\047%s\047, %s, \047%s\047)", $1, $2, $3 }
    END { print (NR > 0 ? ";" : "") }' "$work/new"
  cat <<'SQL'

\if :reload
DELETE FROM sessions;
DELETE FROM events;
DELETE FROM session_revisions;
DELETE FROM loaded_files;
\endif

-- Fails with a division by zero if another load has just loaded these files: the next load finds what is left.
SELECT 1 / CASE WHEN count(*) = 0 THEN 1 ELSE 0 END
FROM loaded_files AS l
JOIN new_files AS n ON n.file = l.file;

-- The rows of the new files. The columns are those of the files, in number and order.
CREATE TEMP TABLE staged_sessions (
  "session_id" VARCHAR(36),
  "machine_id" VARCHAR(65535),
  "session_start" TIMESTAMP,
  "session_end" TIMESTAMP,
  "duration_ms" BIGINT,
  "event_count" BIGINT,
  "opened_by" VARCHAR(65535),
  "first_action" VARCHAR(65535),
  "last_action" VARCHAR(65535),
  "actions" SUPER,
  "revision" BIGINT,
  "replaces" SUPER
);
CREATE TEMP TABLE staged_events (
  "event_id" SUPER,
  "timestamp" SUPER,
  "action" SUPER,
  "machine_id" SUPER,
  "build" SUPER,
  "os" SUPER,
  "document" SUPER,
  "event_time" SUPER,
  "event_date" SUPER,
  "event_hour" SUPER,
  "day_of_week" SUPER,
  "product_version" SUPER,
  "session_id" VARCHAR(36),
  "session_start" TIMESTAMP,
  "session_index" BIGINT,
  "revision" BIGINT
);
\if :sessions
COPY staged_sessions FROM :'sessions_manifest' IAM_ROLE :iam_role FORMAT AS JSON 'auto ignorecase' TIMEFORMAT 'auto' GZIP MANIFEST;
\endif
\if :events
COPY staged_events FROM :'events_manifest' IAM_ROLE :iam_role FORMAT AS JSON 'auto ignorecase' TIMEFORMAT 'auto' GZIP MANIFEST;
\endif

CREATE TEMP TABLE new_sessions AS
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
  coalesce("revision", 0) AS "revision",
  CAST(session_start AS DATE) AS "date",
  "replaces"
FROM staged_sessions AS f;
CREATE TEMP TABLE new_events AS
SELECT
  CASE WHEN JSON_TYPEOF(f."event_id") = 'string' THEN CAST(f."event_id" AS VARCHAR(65535)) END AS "event_id",
  CASE WHEN IS_BIGINT(f."timestamp") THEN CAST(f."timestamp" AS BIGINT) END AS "timestamp",
  CASE WHEN JSON_TYPEOF(f."action") = 'string' THEN CAST(f."action" AS VARCHAR(65535)) END AS "action",
  CASE WHEN JSON_TYPEOF(f."machine_id") = 'string' THEN CAST(f."machine_id" AS VARCHAR(65535)) END AS "machine_id",
  CASE WHEN JSON_TYPEOF(f."build") = 'string' THEN CAST(f."build" AS VARCHAR(65535)) END AS "build",
  CASE WHEN JSON_TYPEOF(f."os") = 'string' THEN CAST(f."os" AS VARCHAR(65535)) END AS "os",
  CASE WHEN IS_BIGINT(f."document"."pages") THEN CAST(f."document"."pages" AS BIGINT) END AS "document_pages",
  CASE WHEN IS_BIGINT(f."document"."bytes") THEN CAST(f."document"."bytes" AS BIGINT) END AS "document_bytes",
  CASE WHEN JSON_TYPEOF(f."document"."title") = 'string' THEN CAST(f."document"."title" AS VARCHAR(65535)) END AS "document_title",
  CASE WHEN JSON_TYPEOF(f."document"."zoom") = 'number' THEN CAST(f."document"."zoom" AS DECIMAL(20, 19)) END AS "document_zoom",
  CASE WHEN JSON_TYPEOF(f."document"."serial") = 'number' THEN CAST(f."document"."serial" AS DECIMAL(20, 0)) END AS "document_serial",
  CASE WHEN JSON_TYPEOF(f."event_time") = 'string' THEN CAST(f."event_time" AS VARCHAR(65535)) END AS "event_time",
  CASE WHEN JSON_TYPEOF(f."event_date") = 'string' THEN CAST(f."event_date" AS VARCHAR(65535)) END AS "event_date",
  CASE WHEN IS_BIGINT(f."event_hour") THEN CAST(f."event_hour" AS BIGINT) END AS "event_hour",
  CASE WHEN IS_BIGINT(f."day_of_week") THEN CAST(f."day_of_week" AS BIGINT) END AS "day_of_week",
  CASE WHEN IS_BIGINT(f."product_version") THEN CAST(f."product_version" AS BIGINT) END AS "product_version",
  "session_id",
  "session_start",
  "session_index",
  coalesce("revision", 0) AS "revision",
  CAST(session_start AS DATE) AS "date"
FROM staged_events AS f;

-- Which sessions the new lines are about: their own, and those that they replace.
CREATE TEMP TABLE mentioned AS
SELECT session_id, revision
FROM new_sessions
UNION ALL
SELECT CAST(replaced AS VARCHAR(36)) AS session_id, s.revision
FROM new_sessions AS s, s.replaces AS replaced;

-- The highest revision of each of them, among all lines that were ever loaded.
CREATE TEMP TABLE newest AS
SELECT session_id, max(revision) AS revision
FROM (
  SELECT session_id, revision
  FROM mentioned
  UNION ALL
  SELECT k.session_id, k.revision
  FROM session_revisions AS k
  JOIN (SELECT DISTINCT session_id FROM mentioned) AS m ON m.session_id = k.session_id
) AS known
GROUP BY session_id;

-- A session is current if a line of its own has that revision.
CREATE TEMP TABLE current_lines AS
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
  "date"
FROM (
  SELECT n.*, row_number() OVER (PARTITION BY n.session_id ORDER BY n.revision DESC) AS place
  FROM new_sessions AS n
  JOIN newest AS k ON k.session_id = n.session_id AND k.revision = n.revision
) AS lines
WHERE place = 1;

DELETE FROM sessions USING newest
WHERE sessions.session_id = newest.session_id AND sessions.revision < newest.revision;

MERGE INTO sessions USING current_lines AS line ON sessions.session_id = line.session_id
WHEN MATCHED THEN UPDATE SET
  "machine_id" = line."machine_id",
  "session_start" = line."session_start",
  "session_end" = line."session_end",
  "duration_ms" = line."duration_ms",
  "event_count" = line."event_count",
  "opened_by" = line."opened_by",
  "first_action" = line."first_action",
  "last_action" = line."last_action",
  "actions" = line."actions",
  "revision" = line."revision",
  "date" = line."date"
WHEN NOT MATCHED THEN INSERT (
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
  "date"
) VALUES (
  line."session_id",
  line."machine_id",
  line."session_start",
  line."session_end",
  line."duration_ms",
  line."event_count",
  line."opened_by",
  line."first_action",
  line."last_action",
  line."actions",
  line."revision",
  line."date"
);

MERGE INTO session_revisions USING newest AS line ON session_revisions.session_id = line.session_id
WHEN MATCHED THEN UPDATE SET revision = line.revision
WHEN NOT MATCHED THEN INSERT (session_id, revision) VALUES (line.session_id, line.revision);

-- Events of lower revisions go. Those of a session that is not loaded yet stay.
DELETE FROM events USING newest
WHERE events.session_id = newest.session_id AND events.revision < newest.revision;

INSERT INTO events (
  "event_id",
  "timestamp",
  "action",
  "machine_id",
  "build",
  "os",
  "document_pages",
  "document_bytes",
  "document_title",
  "document_zoom",
  "document_serial",
  "event_time",
  "event_date",
  "event_hour",
  "day_of_week",
  "product_version",
  "session_id",
  "session_start",
  "session_index",
  "revision",
  "date"
)
SELECT
  n."event_id",
  n."timestamp",
  n."action",
  n."machine_id",
  n."build",
  n."os",
  n."document_pages",
  n."document_bytes",
  n."document_title",
  n."document_zoom",
  n."document_serial",
  n."event_time",
  n."event_date",
  n."event_hour",
  n."day_of_week",
  n."product_version",
  n."session_id",
  n."session_start",
  n."session_index",
  n."revision",
  n."date"
FROM new_events AS n
LEFT JOIN session_revisions AS k ON k.session_id = n.session_id
WHERE n.revision >= coalesce(k.revision, 0);

INSERT INTO loaded_files (file, size, etag)
SELECT file, size, etag
FROM new_files;

COMMIT;
SQL
} | sql -v "reload=$reload" -v "sessions=$sessions" -v "events=$events" -v "iam_role=$role" \
  -v "sessions_manifest=$location/_manifests/load-sessions.manifest" \
  -v "events_manifest=$location/_manifests/load-events.manifest" >/dev/null || fail "nothing was loaded"

echo "load: $(wc -l <"$work/new" | tr -d ' ') files loaded"

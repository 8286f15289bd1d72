#!/usr/bin/env bash
# Loads the new files of an output into Amazon Redshift: into the tables that sessionbeam tables --dialect=redshift makes.
# Made by: <<made_by>>
#
# Run it every five minutes, by cron for example, or as often as you like. It loads complete files, all of them in one
# transaction, and remembers which ones. If it fails, nothing is loaded; the next run loads it. If files that were loaded
# are gone or have changed, because a run replaced them, it loads everything again, in one transaction too.
#
# It needs bash, the AWS command line, and psql. The connection is in the variables of psql: PGHOST, PGPORT, PGDATABASE,
# PGUSER, PGPASSWORD. IAM_ROLE is the role with which Redshift reads the files: an ARN, or default.
set -euo pipefail
export LC_ALL=C

location='<<location>>'
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

<<statements>>
COMMIT;
SQL
} | sql -v "reload=$reload" -v "sessions=$sessions" -v "events=$events" -v "iam_role=$role" \
  -v "sessions_manifest=$location/_manifests/load-sessions.manifest" \
  -v "events_manifest=$location/_manifests/load-events.manifest" >/dev/null || fail "nothing was loaded"

echo "load: $(wc -l <"$work/new" | tr -d ' ') files loaded"

#!/usr/bin/env bash
# Measures what docs/sizing.md is made of, on a Postgres and a Redis of its own: for each kind of leads the rate, the CPU
# time of the gateway and of Postgres, the WAL, the bytes that stay on disk, the connections to Postgres and the
# gateway's resident memory; plain leads by the number of the vendors' connections. Three minutes.
#
# DURATION=15 WARMUP=20 load-tests/sizing.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"
duration=${DURATION:-15}
warmup=${WARMUP:-20}
connections=${CONNECTIONS:-256}

# disk: the bytes of all tables and indexes of the database that leads are written to.
disk() {
  sql "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
}
wal() { sql "SELECT pg_current_wal_insert_lsn() - '0/0'"; }
resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$gateway_pid/status"; }
# busiest: the most connections of the gateway to Postgres, looked at until $work/looked is there.
busiest() {
  local most=0 now
  while [[ ! -e $work/looked ]]; do
    now=$(sql "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
    if ((now > most)); then most=$now; fi
    printf '%s' "$most" >"$work/most"
    sleep 0.5
  done
}

# measure NAME CONNECTIONS [KEY]: sends leads, and prints a line.
measure() {
  local name=$1 before pg_before wal_before disk_before pg_used used wal_used disk_used watcher others
  load "$gateway" 4 "$2" "$(($2 < threads ? $2 : threads))" ${3:+0 "$3-warm"}
  # Otherwise the first change of each page of the round would put the whole page into the WAL or not, as it happens.
  sql CHECKPOINT
  wal_before=$(wal) disk_before=$(disk) pg_before=$(postgres_ticks) before=$(ticks "$gateway_pid")
  rm -f "$work/looked"
  busiest &
  watcher=$!
  load "$gateway" "$duration" "$2" "$(($2 < threads ? $2 : threads))" ${3:+0 "$3"}
  touch "$work/looked"
  wait "$watcher"
  used=$(($(ticks "$gateway_pid") - before))
  pg_used=$(($(postgres_ticks) - pg_before))
  wal_used=$(($(wal) - wal_before))
  disk_used=$(($(disk) - disk_before))
  others=$(calc "($busy - $used - $pg_used - $generator_us / $micros_per_tick) * 100 / $all" %.0f)
  if ((others > others_max)); then others_max=$others; fi
  printf '%-26s %11s %8s %8s %8s %11s %10s %10s %12s %8s\n' "$name" "$2" "$(calc "$stored / $seconds" %.0f)" \
    "$(calc "$p99 / 1000" %.1f)" "$(calc "$used * $micros_per_tick / $stored" %.1f)" \
    "$(calc "$pg_used * $micros_per_tick / $stored" %.1f)" "$(calc "$wal_used / $stored" %.0f)" \
    "$(calc "$disk_used / $stored" %.0f)" "$(cat "$work/most")" "$(resident)"
}

start_servers java
take_image_options
start_gateway
seed
load "$gateway" "$warmup" "$connections" "$threads"

printf '%-26s %11s %8s %8s %8s %11s %10s %10s %12s %8s\n' "" connections leads/s "p99 ms" "JVM µs" "Postgres µs" \
  "WAL bytes" "disk bytes" "sessions" "MiB"
for count in 1 64 256 1024; do
  measure "plain leads" "$count"
done
measure "leads with a key" "$connections" "sizing-$RANDOM"
verdict=reached
printf '\na lead has %s bytes as JSON\n' "$(wc -c <"$here/lead.json")"
where_and_when "DURATION=$duration WARMUP=$warmup load-tests/sizing.sh"
note_others

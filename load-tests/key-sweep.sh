#!/usr/bin/env bash
# Tests whether the sweep of expired keys slows leads with a key. The same load of leads runs in turns with
# nothing to sweep, and while a million expired keys are swept. Four minutes.
#
# DURATION=10 WARMUP=20 CONNECTIONS=200 PAUSE=100 RUNS=3 KEYS=1000000 load-tests/key-sweep.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly rate_min=0.95 p99_max=3
warmup=${WARMUP:-20}
connections=${CONNECTIONS:-200}
pause=${PAUSE:-100} # ms of each connection before a lead: far longer than a lead takes, so that the pause sets the rate
threads=2
runs=${RUNS:-3}
keys=${KEYS:-1000000}

# swept: how many keys the gateway has swept, by its own count.
swept() {
  curl -s -m 5 "$management/metrics" | awk '/^leadgate_idempotency_keys_swept_total/ { printf "%.0f", $2; seen = 1 }
    END { if (!seen) exit 1 }'
}

# insert_expiring: inserts keys that become due together, and waits until $due, in seconds of the clock.
# The keys are on the disk before they are due, so that their making is not measured. A key is due a minute
# after its expiry.
insert_expiring() {
  local before
  before=$(swept)
  due=$((${EPOCHREALTIME%[.,]*} + 30))
  sql "INSERT INTO idempotency_key (key, fingerprint, lead_id, received_at, expires_at)
    SELECT gen_random_uuid(), sha256('x'), gen_random_uuid(), now() - interval '1 day',
      to_timestamp($due) - interval '1 minute' - i * interval '1 microsecond'
    FROM generate_series(1, $keys) AS i"
  sql CHECKPOINT 2>/dev/null || true
  (($(swept) == before)) || die "it took too long to make $keys keys"
  while ((${EPOCHREALTIME%[.,]*} < due)); do sleep 0.1; done
}

# watch_sweep: writes lines of the time, in seconds, and the keys swept so far, until the file "watching" is removed.
watch_sweep() {
  while [[ -e $work/watching ]]; do
    printf '%s %s\n' "${EPOCHREALTIME/,/.}" "$(swept)" >>"$work/watched"
    sleep 0.1
  done
}

# read_watched SWEPT_BEFORE: sets sweep_rate (keys a second) and sweep_seconds, between the first and the last key
# that was seen to be swept.
read_watched() {
  read -r sweep_rate sweep_seconds < <(awk -v before="$1" '
    $2 > before && !from { from = $1; first = $2 }
    $2 > last { to = $1; last = $2 }
    END { if (to > from) printf "%.0f %.1f\n", (last - first) / (to - from), to - from; else print "0 0" }' "$work/watched")
}

rates=() p99s=() swept_rates=() swept_p99s=() sweep_rates=()
heading() { printf '%-14s %9s %9s %9s %9s %14s\n' "" leads leads/s "p50 ms" "p99 ms" "keys swept/s"; }

# line NAME [KEYS_SWEPT]: prints a line of the table.
line() {
  ((refused == 0)) || die "$refused of $sent leads were refused$(ended)"
  printf '%-14s %9s %9s %9s %9s %14s\n' "$1" "$stored" "$(calc "$stored / $seconds" %.0f)" \
    "$(calc "$p50 / 1000")" "$(calc "$p99 / 1000")" "${2:--}"
}

measure_quiet() {
  load "$gateway" "$duration" "$connections" "$threads" "$pause" "quiet-$1"
  line "quiet #$1"
  rates+=("$(calc "$stored / $seconds" %.1f)") p99s+=("$p99")
}

measure_swept() {
  local before watch
  before=$(swept)
  insert_expiring
  : >"$work/watched"
  touch "$work/watching"
  watch_sweep &
  watch=$!
  load "$gateway" "$duration" "$connections" "$threads" "$pause" "swept-$1"
  rm "$work/watching"
  wait "$watch"
  read_watched "$before"
  line "swept #$1" "$sweep_rate, for $sweep_seconds s"
  swept_rates+=("$(calc "$stored / $seconds" %.1f)") swept_p99s+=("$p99") sweep_rates+=("$sweep_rate")
  await 120 "$gateway_pid" "the end of the sweep" all_are_swept
}

# shellcheck disable=SC2317 # await calls this function.
all_are_swept() {
  [[ $(sql "SELECT count(*) FROM (SELECT FROM idempotency_key WHERE expires_at < now() LIMIT 1) AS one") == 0 ]]
}

# median NUMBER…: the middle number.
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

start_servers
# A short interval, so that the sweep begins soon after keys are due.
gateway_settings=(LEADGATE_LEAD_IDEMPOTENCY_SWEEP=100ms)
start_gateway
seed

load "$gateway" "$warmup" "$connections" "$threads" "$pause" warm-up
heading
for ((run = 1; run <= runs; run++)); do
  sql CHECKPOINT 2>/dev/null || true
  measure_quiet "$run"
  measure_swept "$run"
done

rate=$(calc "$(median "${swept_rates[@]}") / $(median "${rates[@]}")" %.3f)
p99=$(calc "$(median "${swept_p99s[@]}") / $(median "${p99s[@]}")")
verdict=reached
printf '\n'
judge "$rate >= $rate_min" "while keys are swept, $rate of the rate of leads, at least $rate_min (the middle round of each)"
judge "$p99 <= $p99_max" "p99 is $p99 times as long, at most $p99_max"
judge "$(median "${sweep_rates[@]}") > $(median "${swept_rates[@]}")" \
  "$(median "${sweep_rates[@]}") keys a second are swept meanwhile, and $(median "${swept_rates[@]}") come in"
where_and_when "DURATION=$duration WARMUP=$warmup CONNECTIONS=$connections PAUSE=$pause RUNS=$runs KEYS=$keys load-tests/key-sweep.sh"
exit "$failed"

#!/usr/bin/env bash
# Measures the cost of a token that a client asks for again, beside the cost of a lead, in turns on this
# machine and in one run. Three minutes.
#
# DURATION=10 WARMUP=20 CONNECTIONS=64 RUNS=3 load-tests/token-cost.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly ratio_max=1
warmup=${WARMUP:-20}
connections=${CONNECTIONS:-64}
threads=2
runs=${RUNS:-3}

# ask SECONDS: asks for tokens, and sets answered, micros, p50 and p99.
ask() {
  local refused broken
  timeout --foreground $(($1 + 30)) wrk -t"$threads" -c"$connections" -d"$1" -T10s -s "$here/sender.lua" \
    "$gateway" -- "$login" >"$work/wrk.log" 2>&1 || die "wrk failed"
  read -r answered refused broken micros p50 p99 < <(sed -n 's/^RESULT //p' "$work/wrk.log") || die "wrk has no result"
  ((answered > 0 && refused == 0 && broken == 0)) || die "$broken errors on connections, $refused of $answered refused$(ended)"
}

# smaller A B: the smaller number.
smaller() { calc "($1 < $2) ? $1 : $2" %.1f; }

# line NAME PER_SECOND JVM_US: prints a line of the table.
line() {
  printf '%-10s %9s %9s %9s %9s\n' "$1" "$2" "$(calc "$p50 / 1000")" "$(calc "$p99 / 1000")" "$3"
}

measure_tokens() {
  local before us
  if (($1 == 1)); then ask "$warmup"; fi
  before=$(ticks "$gateway_pid")
  ask "$duration"
  us=$(calc "($(ticks "$gateway_pid") - $before) * $micros_per_tick / $answered" %.1f)
  line "token #$1" "$(calc "$answered * 1e6 / $micros" %.0f)" "$us"
  best_token=$(smaller "$us" "$best_token")
}

measure_leads() {
  local before us
  if (($1 == 1)); then load "$gateway" "$warmup" "$connections" "$threads"; fi
  before=$(ticks "$gateway_pid")
  load "$gateway" "$duration" "$connections" "$threads"
  us=$(calc "($(ticks "$gateway_pid") - $before) * $micros_per_tick / $stored" %.1f)
  line "lead #$1" "$(calc "$stored / $seconds" %.0f)" "$us"
  best_lead=$(smaller "$us" "$best_lead")
}

start_servers
start_gateway
seed
make_credential
login=$(printf '%s:%s' "$client_id" "$client_secret" | base64 -w0)

best_token=1000000 best_lead=1000000
printf '%-10s %9s %9s %9s %9s\n' "" "a second" "p50 ms" "p99 ms" "JVM µs"
for ((run = 1; run <= runs; run++)); do
  measure_tokens "$run"
  measure_leads "$run"
done
ratio=$(calc "$best_token / $best_lead")
verdict=reached
printf '\n'
judge "$ratio <= $ratio_max" \
  "JVM CPU $best_token µs a token, $best_lead µs a lead: $ratio of it, at most $ratio_max (the best round of each)"
where_and_when "DURATION=$duration WARMUP=$warmup CONNECTIONS=$connections RUNS=$runs load-tests/token-cost.sh"
exit "$failed"

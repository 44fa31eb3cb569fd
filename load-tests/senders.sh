#!/usr/bin/env bash
# Measures the rate of leads of three kinds of senders in turns, on this machine and in one run: with a token that is
# kept, with a static key, and with a call for a token before each lead. Three minutes.
#
# DURATION=10 WARMUP=20 CONNECTIONS=64 RUNS=4 load-tests/senders.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly ask_ratio_min=0.45 key_ratio_min=0.95
warmup=${WARMUP:-20}
connections=${CONNECTIONS:-64}
threads=2
runs=${RUNS:-4}

# send SECONDS REQUESTS_A_LEAD LOGIN HEADER VALUE: sends leads, and sets leads_a_second, p50, p99 and us, the JVM's
# microseconds of CPU a lead.
send() {
  local answered refused broken micros before
  before=$(ticks "$gateway_pid")
  timeout --foreground $(($1 + 30)) wrk -t"$threads" -c"$connections" -d"$1" -T10s -s "$here/sender.lua" \
    "$gateway" -- "$3" "$here/lead.json" "/v1/campaigns/$campaign_id/leads" "$4" "$5" >"$work/wrk.log" 2>&1 ||
    die "wrk failed"
  read -r answered refused broken micros p50 p99 < <(sed -n 's/^RESULT //p' "$work/wrk.log") || die "wrk has no result"
  ((answered > 0 && refused == 0 && broken == 0)) || die "$broken errors on connections, $refused of $answered refused$(ended)"
  us=$(calc "($(ticks "$gateway_pid") - $before) * $micros_per_tick * $2 / $answered" %.1f)
  leads_a_second=$(calc "$answered / $2 * 1e6 / $micros" %.0f)
}

# measure NAME REQUESTS_A_LEAD LOGIN HEADER VALUE: prints a line of the table, and keeps the best rate in best[NAME].
declare -A best=([token]=0 [key]=0 [ask]=0)
measure() {
  if ((run == 1)); then send "$warmup" "${@:2}"; fi
  send "$duration" "${@:2}"
  printf '%-10s %9s %9s %9s %9s\n' "$1 #$run" "$leads_a_second" "$(calc "$p50 / 1000")" "$(calc "$p99 / 1000")" "$us"
  if ((leads_a_second > best[$1])); then best[$1]=$leads_a_second; fi
}

start_servers
start_gateway
seed
make_credential
login=$(printf '%s:%s' "$client_id" "$client_secret" | base64 -w0)
source_id=$(sql "SELECT lead_source_id FROM campaign WHERE id = $campaign_id")
key=$(admin POST /admin/credentials \
  '{"description":"A tool","scopes":["lead_receiver"],"static_key":true,"lead_source_id":'"$source_id"'}' |
  sed -nE 's/.*"client_secret" *: *"([^"]+)".*/\1/p')
[[ $key ]] || die "no static key was made"

printf '%-10s %9s %9s %9s %9s\n' "" "leads/s" "p50 ms" "p99 ms" "JVM µs"
for ((run = 1; run <= runs; run++)); do
  measure token 1 '' Authorization "Bearer $token"
  measure key 1 '' api-key "$key"
  measure ask 2 "$login" Authorization "Bearer $token"
done
ask_ratio=$(calc "${best[ask]} / ${best[token]}")
key_ratio=$(calc "${best[key]} / ${best[token]}")
verdict=reached
printf '\n'
judge "$ask_ratio >= $ask_ratio_min" \
  "with a call for a token before each lead: $ask_ratio of the rate with a token that is kept, at least $ask_ratio_min"
judge "$key_ratio >= $key_ratio_min" "with a static key: $key_ratio of the rate with a token, at least $key_ratio_min"
where_and_when "DURATION=$duration WARMUP=$warmup CONNECTIONS=$connections RUNS=$runs load-tests/senders.sh"
exit "$failed"

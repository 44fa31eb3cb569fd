#!/usr/bin/env bash
# Tests whether a greedy vendor takes leads or time from others: nine credentials send at a steady rate, alone and
# beside a tenth that sends ten times as much, or that sends as fast as it is answered on 280 connections. The storage
# is slow: each batch takes 40 ms and has at most 16 leads, so the tenth fills the queue. Two minutes.
#
# RATE=40 DURATION=15 RUNS=2 load-tests/fairness.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly share_min=0.9 p99_max=2 vendors=9
rate=${RATE:-40}
duration=${DURATION:-15}
runs=${RUNS:-2}

# render FILE: writes the bytes of a post with $token to a file.
render() {
  {
    printf 'POST /v1/campaigns/%s/leads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' "$campaign_id"
    printf 'Authorization: Bearer %s\r\nContent-Length: %s\r\n\r\n' "$token" "$(stat -c %s "$here/lead.json")"
    cat "$here/lead.json"
  } >"$work/$1"
}

# generate REQUESTS RATE SECONDS CONNECTIONS: sends the requests at a fixed rate.
generate() {
  exec timeout $(($3 + 60)) "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp "$jar" "$here/OpenLoop.java" \
    "${gateway##*:}" "$1" "$2" "$3" "$4" 201
}

# steady NAME: sends the leads of the nine, and prints their figures. Sets $share, of the vendor with the least, and
# $p99 in µs.
steady() {
  local due expected others p50 least
  (generate "$requests" $((rate * vendors)) "$duration" 270) >"$work/steady.log" 2>&1 || die "the generator failed$(ended)"
  read -r due expected others p50 p99 _ _ least < <(sed -n 's/^RESULT //p' "$work/steady.log") || die "the generator has no result"
  share=$(calc "$least / ($rate * $duration)" %.3f)
  printf '%-34s %8s %8s %8s %10s %10s %8s\n' "$1" "$due" "$expected" "$others" "$(calc "$p50 / 1000")" \
    "$(calc "$p99 / 1000")" "$share"
}

# beside NAME RATE CONNECTIONS: measures the nine beside the tenth, which begins before them and ends after them.
beside() {
  local greedy
  (generate "$work/greedy" "$2" $((duration + 10)) "$3") >"$work/greedy.log" 2>&1 &
  greedy=$!
  pids+=("$greedy")
  sleep 4
  steady "$1"
  wait "$greedy" || die "the greedy vendor failed$(ended)"
  printf '  the tenth: %s\n' "$(sed -n 's/^RESULT \([0-9]*\) \([0-9]*\) \([0-9]*\) .*/\1 due, \2 answered 201 in time, \3 otherwise/p' "$work/greedy.log")"
}

start_servers javac
gateway_settings=(LEADGATE_LIMITS_BATCH_LEADS=16 LEADGATE_LIMITS_QUEUED_LEADS=200)
start_gateway
seed
requests=
for ((vendor = 1; vendor <= vendors + 1; vendor++)); do
  make_credential
  fetch_token "$client_id" "$client_secret"
  if ((vendor > vendors)); then
    render greedy
  else
    render "vendor-$vendor"
    requests+=${requests:+,}$work/vendor-$vendor
  fi
done
sql "CREATE FUNCTION take_40_ms() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.04); RETURN NULL; END'"
sql "CREATE TRIGGER slow BEFORE INSERT ON lead FOR EACH STATEMENT EXECUTE FUNCTION take_40_ms()"

printf '%-34s %8s %8s %8s %10s %10s %8s\n' "" due "201s" refused "p50 ms" "p99 ms" "least"
for ((run = 1; run <= runs; run++)); do
  steady "nine vendors alone #$run"
  alone=$p99
  for tenth in "ten times as much:$((rate * 10)):400" "as fast as it can on 280 connections:100000:280"; do
    IFS=: read -r name tenth_rate connections <<<"$tenth"
    beside "beside: $name #$run" "$tenth_rate" "$connections"
    times=$(calc "$p99 / $alone")
    judge "$share >= $share_min && $times <= $p99_max" \
      "$name #$run: the nine get $share of what they send or more, at least $share_min; $times times their p99, at most $p99_max"
  done
done

verdict=reached
where_and_when "RATE=$rate DURATION=$duration RUNS=$runs load-tests/fairness.sh"
exit "$failed"

#!/usr/bin/env bash
# Measures how soon a change on one node is in force on another node: with the hints through Redis, and
# with publish and subscribe forbidden in Redis, so that only the poll of Postgres is left. Under a minute.
#
# ROUNDS=100 load-tests/in-force.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
unset LEADGATE_REDIS_URI # The test takes the channels away, which it must not do to a shared Redis.
need_commands psql curl redis-server redis-cli

readonly millis_max=1000
rounds=${ROUNDS:-100}

start_servers javac
start_gateway
seed
one=$gateway
start_gateway
other=$gateway

failed=0
# measure TEXT: runs InForce.java and prints its figures.
measure() {
  local figures median p99 max
  figures=$("$java" "$here/InForce.java" "$one" "$other" "/v1/campaigns/$campaign_id" "$token" "$rounds") ||
    die "the measurement broke off"
  read -r median p99 max <<<"$figures"
  verdict=reached
  if ((max <= millis_max)); then printf 'PASS '; else printf 'FAIL '; failed=1; fi
  printf '%-15s p50 %s ms, p99 %s ms, max %s ms of %s changes; at most %s ms\n' \
    "$1" "$median" "$p99" "$max" "$rounds" "$millis_max"
}

measure "with hints"
take_hints_away
measure "without hints"
where_and_when "ROUNDS=$rounds load-tests/in-force.sh"
exit "$failed"

#!/usr/bin/env bash
# Measures for how long other nodes take a token that has been ended on one node, in each way to end a token:
# three gateways on one Postgres and one Redis, all under load. Once with the hints through Redis, and once
# without hints. Under two minutes.
#
# ROUNDS=30 load-tests/revocation.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
unset LEADGATE_REDIS_URI # The test takes the channels away, which it must not do to a shared Redis.
need_commands psql curl wrk redis-server redis-cli

readonly millis_max=1000 connections=4 pause_millis=10
rounds=${ROUNDS:-30}

start_servers javac
nodes=() managements=()
for _ in 1 2 3; do
  start_gateway
  nodes+=("$gateway")
  managements+=("$management")
done
seed
own_source=$(sql "SELECT lead_source_id FROM campaign WHERE id = $campaign_id")
foreign_source=$(sql "INSERT INTO lead_source (name) VALUES ('Another') RETURNING id")

# wrk runs until it is stopped with the servers; its own end is hours away.
for node in "${nodes[@]}"; do
  spawn wrk.log wrk -t1 -c"$connections" -d10000 -T10s -s "$here/lead.lua" \
    "$node/v1/campaigns/$campaign_id/leads" -- "$here/lead.json" "$token" 10000 "$pause_millis"
done

# leads OUTCOME: the number of leads with that outcome, on all nodes.
leads() {
  curl -sf -m 10 "${managements[@]/%//metrics}" |
    awk "/^leadgate_leads_total\{/ && /outcome=\"$1\"/ { sum += \$2 } END { printf \"%d\", sum }"
}

failed=0
# measure TEXT: runs Revocation.java and prints its figures.
measure() {
  local began=$SECONDS before stored name median p99 max changes
  before=$(leads stored)
  "$java" "$here/Revocation.java" "${managements[0]}" "load:$admin_password" "/v1/campaigns/$campaign_id" \
    "$own_source" "$foreign_source" "$rounds" "${nodes[@]}" >"$work/figures" || die "the measurement broke off"
  stored=$(($(leads stored) - before))
  ((stored > 0)) || die "there was no load"
  while IFS=: read -r name median p99 max changes; do
    if ((max <= millis_max)); then printf 'PASS '; else printf 'FAIL '; failed=1; fi
    printf '%-13s %-16s p50 %3s ms, p99 %3s ms, max %3s ms of %s on other nodes; at most %s ms\n' \
      "$1" "$name" "$median" "$p99" "$max" "$changes" "$millis_max"
  done <"$work/figures"
  printf '     %s leads/s on three nodes meanwhile, and %s that failed\n' \
    $((stored / (SECONDS - began))) "$(leads failed)"
}

# own_lag: prints the nodes' own figures: the number of changes, and the least bucket that holds all changes.
own_lag() {
  local url
  for url in "${managements[@]}"; do
    curl -sf -m 10 "$url/metrics" | awk -v node="$url" '
      /^leadgate_token_revocation_lag_seconds_count/ { count = $2 }
      /^leadgate_token_revocation_lag_seconds_bucket/ { split($0, le, "\""); bound[++n] = le[2]; held[n] = $2 }
      END {
        for (i = 1; i <= n && held[i] < count; i++);
        if (n) printf "%s: leadgate_token_revocation_lag_seconds has %d, all of at most %s s\n", node, count, bound[i]
        else printf "%s: leadgate_token_revocation_lag_seconds is not there\n", node
      }'
  done
}

measure "with hints"
take_hints_away
measure "without hints"
verdict=reached
own_lag
where_and_when "ROUNDS=$rounds load-tests/revocation.sh"
exit "$failed"

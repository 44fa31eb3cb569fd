#!/usr/bin/env bash
# How long a token goes on being let in by other nodes once it has been ended on one, in each of the ways
# to end one: three gateways on one Postgres and one Redis, all of them under load. Once with the hints
# through Redis, and once without. Under two minutes.
#
# ROUNDS=30 load-tests/revocation.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
unset LEADGATE_REDIS_URI # Its channels are taken away: not from a Redis that others use.
need_commands psql curl wrk redis-server redis-cli

readonly millis_max=1000 connections=4 pause_millis=10
rounds=${ROUNDS:-30}

start_servers
nodes=() managements=()
for _ in 1 2 3; do
  start_gateway
  nodes+=("$gateway")
  managements+=("$management")
done
seed
own_source=$(sql "SELECT lead_source_id FROM campaign WHERE id = $campaign_id")
foreign_source=$(sql "INSERT INTO lead_source (name) VALUES ('Another') RETURNING id")

# Until wrk is stopped with the rest; hours are more than that takes.
for node in "${nodes[@]}"; do
  spawn wrk.log wrk -t1 -c"$connections" -d10000 -T10s -s "$here/lead.lua" \
    "$node/v1/campaigns/$campaign_id/leads" -- "$here/lead.json" "$token" 10000 "$pause_millis"
done

# leads OUTCOME: how many leads had it, on all nodes.
leads() {
  curl -sf -m 10 "${managements[@]/%//metrics}" |
    awk "/^leadgate_leads_total\{/ && /outcome=\"$1\"/ { sum += \$2 } END { printf \"%d\", sum }"
}

failed=0
# measure TEXT
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

# What the nodes themselves say: how many changes, and the least bucket that holds them all.
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

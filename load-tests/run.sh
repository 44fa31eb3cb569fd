#!/usr/bin/env bash
# Measures the cost of a lead: the gateway beside a bare Vert.x handler, and beside pgbench, on this machine
# and in one run. README.md explains the measurements and the results.
#
# DURATION=10 WARMUP=30 CONNECTIONS=256 THREADS=2 RUNS=4 LATENCY_DURATION=5 load-tests/run.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk pgbench psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly ratio_min=0.38 jvm_us_max=30 single_max=3
runs=${RUNS:-4}
latency_duration=${LATENCY_DURATION:-5}

machine() {
  printf '\n%s, %s GiB; Linux %s; %s\n' "$(processor)" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(uname -r)" \
    "$("$java" -version 2>&1 | sed -nE '1s/.*version "([^"]+)".*/JDK \1/p')"
  printf 'Postgres %s, fsync %s, synchronous_commit %s%s; %s\n' \
    "$(sql 'SHOW server_version')" "$(sql 'SHOW fsync')" "$(sql 'SHOW synchronous_commit')" \
    "${own_postgres:+, on $(stat -f -c %T "$own_postgres")}" \
    "$(wrk -v 2>&1 | sed -nE '1s/ *\[.*//p')"
  now_and "DURATION=$duration WARMUP=$warmup CONNECTIONS=$connections THREADS=$threads RUNS=$runs \
LATENCY_DURATION=$latency_duration${JAVA_OPTS:+ JAVA_OPTS=\"$JAVA_OPTS\"} load-tests/run.sh"
}

start_servers javac
start_gateway
seed
start_bare

campaign_url=$gateway/v1/campaigns/$campaign_id/leads
first=$(curl -s -m 10 -w ' %{http_code}' -H 'Content-Type: application/json' -H "Authorization: Bearer $token" \
  --data-binary "@$here/lead.json" "$campaign_url" || true)
[[ $first == *' 201' ]] || die "the first lead was answered: $first"

say "$runs rounds of two measurements of $duration s, after two warm-ups of $warmup s and later of $rewarm s, then $((2 * latency_duration)) s on one connection"
heading
for ((run = 1; run <= runs; run++)); do
  warm=$((run == 1 ? warmup : rewarm))
  measure_bare "$run"
  measure_gateway "$run"
done
measure_single
ratio=$(calc "$best_b / $best_a" %.3f)
printf '\ncounts of b\n'
printf '  %s\n' "${counts[@]}"
machine

verdict=reached
printf '\n'
judge "$ratio >= $ratio_min" "b/a $ratio, at least $ratio_min (the best round of each)"
judge "$best_jvm_us <= $jvm_us_max" "JVM CPU $best_jvm_us µs a lead, at most $jvm_us_max (b's best round)"
judge "$single <= $single_max" "one connection's lead takes $single times pgbench's insert, at most $single_max (p50)"
judge "$counts_equal" "rows and 201s are equal, nothing left over"
note_others
exit "$failed"

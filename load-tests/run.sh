#!/usr/bin/env bash
# What a lead costs: the gateway beside a bare Vert.x handler, Postgres beside pgbench, on this machine
# and in one run. README.md says what is measured and how to read it.
#
# DURATION=10 WARMUP=30 CONNECTIONS=256 THREADS=2 RUNS=4 LATENCY_DURATION=5 load-tests/run.sh
set -euo pipefail

readonly ratio_min=0.38 jvm_us_max=30 single_max=3
duration=${DURATION:-10}
warmup=${WARMUP:-30} # before the first round of each, until the JIT compilers have little left to do; then rewarm
rewarm=4
connections=${CONNECTIONS:-256}
threads=${THREADS:-2}
runs=${RUNS:-4}
latency_duration=${LATENCY_DURATION:-5}
read -ra java_options <<<"${JAVA_OPTS:-}"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$here/../target/leadgate.jar

missing=0
need() {
  command -v "$1" >/dev/null && return
  printf '%s is missing: apt-get install %s\n' "$1" "$2" >&2
  missing=1
}
need wrk wrk
need pgbench postgresql
need psql postgresql-client
need curl curl
[[ ${LEADGATE_REDIS_URI:-} ]] || need redis-server redis-server
if ((missing)); then exit 2; fi

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$here/servers.sh"

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

machine() {
  printf '\n%s, %s cores, %s GiB; Linux %s; %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(uname -r)" \
    "$("$java" -version 2>&1 | sed -nE '1s/.*version "([^"]+)".*/JDK \1/p')"
  printf 'Postgres %s, fsync %s, synchronous_commit %s%s; %s\n' \
    "$(sql 'SHOW server_version')" "$(sql 'SHOW fsync')" "$(sql 'SHOW synchronous_commit')" \
    "${own_postgres:+, on $(stat -f -c %T "$own_postgres")}" \
    "$(wrk -v 2>&1 | sed -nE '1s/ *\[.*//p')"
  printf '%s  DURATION=%s WARMUP=%s CONNECTIONS=%s THREADS=%s RUNS=%s LATENCY_DURATION=%s%s load-tests/run.sh\n' \
    "$(date -u +%Y-%m-%dT%H:%MZ)" "$duration" "$warmup" "$connections" "$threads" "$runs" "$latency_duration" \
    "${JAVA_OPTS:+ JAVA_OPTS=\"$JAVA_OPTS\"}"
}

failed=0
# judge CONDITION TEXT
judge() {
  if [[ $(calc "($1) ? 1 : 0" %d) == 1 ]]; then
    printf 'PASS %s\n' "$2"
  else
    printf 'FAIL %s\n' "$2"
    failed=1
  fi
}

find_java
build_jar
start_postgres
start_redis
start_gateway
seed
start_bare

campaign_url=$gateway/v1/campaigns/$campaign_id/leads
first=$(curl -s -m 10 -w ' %{http_code}' -H 'Content-Type: application/json' -H "Authorization: Bearer $token" \
  --data-binary "@$here/lead.json" "$campaign_url" || true)
[[ $first == *' 201' ]] || die "the first lead was answered: $first"

say "$runs rounds of two measurements of $duration s, after two warm-ups of $warmup s and later of $rewarm s, then $((2 * latency_duration)) s on one connection"
best_a=0 best_b=0 best_jvm_us=0 counts=() counts_equal=1 others_max=0
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
if ((others_max > 5)); then
  printf 'NOTE other processes took up to %s %% of the CPU: run it again on a quiet machine\n' "$others_max"
fi
exit "$failed"

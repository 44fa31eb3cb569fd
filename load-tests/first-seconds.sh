#!/usr/bin/env bash
# Measures the start of the gateway and its first seconds under load, without and with the AOT cache, in turns on one
# Postgres and one Redis. Two minutes, and two more to make the cache if none is given. Needs a Java of 25 or more.
#
# RUNS=3 DURATION=15 CONNECTIONS=64 THREADS=2 JAVA_OPTS= load-tests/first-seconds.sh [CACHE]
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

java_least=25
runs=${RUNS:-3}
duration=${DURATION:-15}
connections=${CONNECTIONS:-64}
first=3 # seconds that are also summed alone
ticks_per_second=$(getconf CLK_TCK)

# median NUMBER…: the middle number, or the mean of the two in the middle.
median() {
  printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 }
    END { printf "%.10g", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# measure KIND ROUND [OPTION…]: a start and its first seconds. Adds to the arrays ready_KIND (ms), cpu_KIND (s),
# first_KIND and all_KIND (leads), and cost_KIND (µs of the JVM's CPU for each of these leads), and prints a line.
measure() {
  local -n ready=ready_$1 cpu=cpu_$1 first_leads=first_$1 all_leads=all_$1 cost=cost_$1
  local began ended each used plain=("${java_options[@]}") tries=6000
  java_options+=("${@:3}")
  began=${EPOCHREALTIME/[.,]/}
  spawn_gateway
  until is_200_fast "$management/health/ready"; do
    alive "$gateway_pid" || die "the gateway ended before it was ready"
    ((tries-- > 0)) || die "the gateway is not ready in time"
    sleep 0.01
  done
  ended=${EPOCHREALTIME/[.,]/}
  used=$(ticks "$gateway_pid")
  cpu+=("$(calc "$used / $ticks_per_second")")
  ready+=("$(((ended - began) / 1000))")
  load "$gateway" "$duration" "$connections" "$threads"
  cost+=("$(calc "($(ticks "$gateway_pid") - $used) * $micros_per_tick / $stored" %.0f)")
  read -ra each < <(sed -n 's/^EACH //p' "$work/wrk.log")
  first_leads+=("$(sum "${each[@]:0:first}")")
  all_leads+=("$(sum "${each[@]}")")
  ((all_leads[-1] == sent)) || die "the leads of the seconds are ${all_leads[-1]}, and $sent leads were sent"
  printf '%-10s %8s %8s %8s   %s\n' "$1 #$2" "${ready[-1]}" "${cpu[-1]}" "${cost[-1]}" "${each[*]}"
  stop "$gateway_pid" TERM
  java_options=("${plain[@]}")
}

sum() {
  local total=0 number
  for number; do ((total += number)); done
  printf '%s' "$total"
}

# compare NAME ARRAY_OF_PLAIN ARRAY_OF_CACHE: prints the medians and the ratio, and sets $ratio.
compare() {
  local -n without=$2 with=$3
  local a b
  a=$(median "${without[@]}")
  b=$(median "${with[@]}")
  ratio=$(calc "$b / $a" %.3f)
  printf '%-28s %10s %10s %10s\n' "$1" "$a" "$b" "$ratio"
}

find_java
build_jar
cache=${1:-}
if [[ ! $cache ]]; then
  cache=$work/leadgate.aot
  say "making the AOT cache"
  "$here/train.sh" "$cache" >&2 || die "there is no cache"
fi
start_postgres
start_redis
take_image_options
# The first start makes the schema, and is not measured.
start_gateway
seed
stop "$gateway_pid" TERM

declare -a {ready,cpu,first,all,cost}_{plain,cache}
printf '%-10s %8s %8s %8s   %s\n' "" "ready ms" "CPU s" "µs/lead" "leads in each second"
for ((run = 1; run <= runs; run++)); do
  measure plain "$run"
  measure cache "$run" -XX:AOTMode=on "-XX:AOTCache=$cache"
done

verdict=reached
printf '\n%-28s %10s %10s %10s\n' "medians" plain cache ratio
compare "ready, ms" ready_plain ready_cache
ready_ratio=$ratio
compare "CPU until ready, s" cpu_plain cpu_cache
compare "leads in the first $first s" first_plain first_cache
compare "leads in the first $duration s" all_plain all_cache
leads_ratio=$ratio
compare "JVM CPU a lead, µs" cost_plain cost_cache
printf '\n'
judge "$ready_ratio <= 1" "ready with the cache after $ready_ratio of the time, at most 1"
judge "$leads_ratio >= 1" "with the cache $leads_ratio times the leads of the first $duration s, at least 1"
note_others
where_and_when "RUNS=$runs DURATION=$duration CONNECTIONS=$connections THREADS=$threads\
${JAVA_OPTS:+ JAVA_OPTS=\"$JAVA_OPTS\"} load-tests/first-seconds.sh${1:+ $1}"
exit "$failed"

#!/usr/bin/env bash
# Tests whether a lead costs more than in another build. The jars of the two builds take turns on one Postgres, each on
# a database of its own; the cost is the CPU time of JVM and Postgres a lead.
#
# load-tests/compare.sh BASE.jar
# RUNS=5 DURATION=10 WARMUP=30 CONNECTIONS=256 THREADS=2 ALLOWED=3 load-tests/compare.sh BASE.jar
set -euo pipefail

base_jar=${1:?the jar to compare with}

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands wrk psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

runs=${RUNS:-5}
allowed=${ALLOWED:-3} # per cent
this_jar=$jar

[[ -f $base_jar ]] || die "there is no $base_jar"
base_jar=$(realpath "$base_jar")
cd "$work" # A directory without a config/leadgate.yaml, which a build would read.
start_servers
# An autovacuum takes as much CPU time as the leads of a round, and comes in some rounds and not in others.
if [[ $own_postgres ]]; then sql "ALTER SYSTEM SET autovacuum = off" && sql "SELECT pg_reload_conf()" >/dev/null; fi

# Each build has a database of its own, because the schemas may differ.
server_uri=$database_uri
declare -A url page pid database campaign tokens
for build in base this; do
  if [[ $build == base ]]; then jar=$base_jar; else jar=$this_jar; fi
  database_uri=$server_uri
  sql "CREATE DATABASE leadgate_${build}_$$"
  database_uri=$(sed -E "s|/[^/?]*(\?.*)?\$|/leadgate_${build}_$$\1|" <<<"$server_uri")
  start_gateway
  seed
  url[$build]=$gateway page[$build]=$management pid[$build]=$gateway_pid
  database[$build]=$database_uri campaign[$build]=$campaign_id tokens[$build]=$token
done

# The figures of both builds: a number for each round.
declare -A rate jvm postgres cost
heading
for ((run = 1; run <= runs; run++)); do
  warm=$((run == 1 ? warmup : rewarm))
  # The builds take turns to be second, because the second build finds a warmer machine and a larger table.
  if ((run % 2)); then order=(base this); else order=(this base); fi
  for build in "${order[@]}"; do
    gateway=${url[$build]} management=${page[$build]} gateway_pid=${pid[$build]}
    database_uri=${database[$build]} campaign_id=${campaign[$build]} token=${tokens[$build]}
    sql CHECKPOINT 2>/dev/null || true
    measure_gateway "$run $build"
    rate[$build]+=" $leads_per_second" jvm[$build]+=" $jvm_us" postgres[$build]+=" $postgres_us"
    cost[$build]+=" $(calc "$jvm_us + $postgres_us" %.1f)"
  done
done

# sorted NUMBERS: sets least, median and most.
sorted() {
  local numbers
  mapfile -t numbers < <(printf '%s\n' "$@" | sort -g)
  least=${numbers[0]} median=${numbers[(${#numbers[@]} - 1) / 2]} most=${numbers[-1]}
}

# compared NAME BASE THIS: prints the rounds of both builds, and sets more, which is how far this build is above the
# base, and spread, which is how far the rounds of the base are apart, in per cent. A round of this build is compared with
# the base's round beside it, because the speed of a shared machine changes from minute to minute.
compared() {
  local numbers_base numbers_this ratios=() i of_base
  read -ra numbers_base <<<"$2"
  read -ra numbers_this <<<"$3"
  for i in "${!numbers_base[@]}"; do ratios+=("$(calc "(${numbers_this[i]} / ${numbers_base[i]} - 1) * 100" %.1f)"); done
  sorted "${numbers_base[@]}"
  of_base=$(printf '%7s (%s to %s)' "$median" "$least" "$most")
  spread=$(calc "($most - $least) / $median * 100" %.1f)
  sorted "${numbers_this[@]}"
  printf '%-22s %-26s %-26s ' "$1" "$of_base" "$(printf '%7s (%s to %s)' "$median" "$least" "$most")"
  sorted "${ratios[@]}"
  printf '%+6.1f %% (%+.1f to %+.1f)\n' "$median" "$least" "$most"
  more=$median
}

printf '\n%-22s %-26s %-26s %s\n' "medians of $runs rounds" "base" "this" "this round by round"
compared "leads/s" "${rate[base]}" "${rate[this]}"
compared "JVM µs" "${jvm[base]}" "${jvm[this]}"
if [[ $postmaster ]]; then compared "Postgres µs" "${postgres[base]}" "${postgres[this]}"; fi
compared "JVM and Postgres µs" "${cost[base]}" "${cost[this]}"
bound=$(calc "($allowed > $spread) ? $allowed : $spread" %.1f)
printf '\n'
verdict=reached
judge "$more <= $bound" "a lead costs $more % more than in the base, at most $bound % ($allowed %, or the spread of the base's rounds)"
note_others
((counts_equal)) || { printf 'FAIL rows and 201s are not equal\n'; printf '  %s\n' "${counts[@]}"; failed=1; }
where_and_when "load-tests/compare.sh"
exit "$failed"

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

declare -A us
heading
for ((run = 1; run <= runs; run++)); do
  warm=$((run == 1 ? warmup : rewarm))
  # The builds take turns to be second, because the second build finds a warmer machine and a larger table.
  if ((run % 2)); then order=(base this); else order=(this base); fi
  for build in "${order[@]}"; do
    gateway=${url[$build]} management=${page[$build]} gateway_pid=${pid[$build]}
    database_uri=${database[$build]} campaign_id=${campaign[$build]} token=${tokens[$build]}
    measure_gateway "$run $build"
    us[$build]+=" $(calc "$jvm_us + $postgres_us" %.2f)"
  done
done

verdict=reached
awk -v base="${us[base]}" -v this="${us[this]}" -v allowed="$allowed" '
  function sorted(text, out,   n, i, j, t) {
    n = split(text, out, " ")
    for (i = 2; i <= n; i++) for (j = i; j > 1 && out[j] + 0 < out[j - 1] + 0; j--) { t = out[j]; out[j] = out[j - 1]; out[j - 1] = t }
    return n
  }
  BEGIN {
    n = sorted(base, b); sorted(this, c); middle = int((n + 1) / 2)
    spread = (b[n] - b[1]) / b[middle] * 100
    more = (c[middle] / b[middle] - 1) * 100
    printf "\nJVM and Postgres, µs a lead: base %.1f (%.1f to %.1f, spread %.1f %%), this %.1f (%.1f to %.1f)\n",
      b[middle], b[1], b[n], spread, c[middle], c[1], c[n]
    bound = allowed > spread ? allowed : spread
    printf "%s the median is %+.1f %% of the base'"'"'s, at most %.1f %% (%s %%, or the spread of the base'"'"'s own rounds)\n",
      more <= bound ? "PASS" : "FAIL", more, bound, allowed
    exit more > bound
  }' || failed=1
note_others
((counts_equal)) || { printf 'FAIL rows and 201s are not equal\n'; printf '  %s\n' "${counts[@]}"; failed=1; }
where_and_when "load-tests/compare.sh"
exit "$failed"

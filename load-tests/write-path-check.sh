#!/usr/bin/env bash
# Checks the write path of leads: 14 workers store leads with few keys and hashes, in transactions that are rolled
# back, repeated and held open, while the server is killed. Each committed transaction is replayed, in the order of
# the commits, on a model that judges lead after lead. With --mutants, a trial without kills for each of the faults
# that the checks have to find.
#
# load-tests/write-path-check.sh [--mutants] [SECONDS, 60, or 12 for each mutant] [SEED]
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

mutants='' duration=60 command="load-tests/write-path-check.sh $*"
if [[ ${1:-} == --mutants ]]; then
  mutants=1 duration=12
  shift
fi

cd "$here/.."
MUTANTS=$mutants DURATION=${1:-$duration} SEED=${2:-} \
  mvn -q -B -Dstyle.color=never test-compile exec:exec@write-path-check | tee "$work/result" || true
verdict=reached
where_and_when "$command"
grep -q '^PASS ' "$work/result" && ! grep -q '^FAIL ' "$work/result"

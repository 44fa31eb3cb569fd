#!/usr/bin/env bash
# Measures the cost of checking a token that a node knows already, beside a check by its signature. About a
# minute and a half, with JMH.
#
# load-tests/token-check.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@token-check | tee "$work/result"
verdict=reached
where_and_when "load-tests/token-check.sh"
grep -q '^PASS ' "$work/result" && ! grep -q '^FAIL ' "$work/result"

#!/usr/bin/env bash
# What it costs to check a token that a node knows already, beside a check by its signature. About a
# minute and a half, with JMH.
#
# load-tests/token-check.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
result=$(mktemp)
trap 'rm -f "$result"' EXIT

mvn -q -B -Dstyle.color=never test-compile exec:exec@token-check | tee "$result"
printf '%s, %s cores; %s  load-tests/token-check.sh\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(date -u +%Y-%m-%dT%H:%MZ)"
grep -q '^PASS ' "$result" && ! grep -q '^FAIL ' "$result"

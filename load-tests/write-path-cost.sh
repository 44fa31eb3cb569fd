#!/usr/bin/env bash
# Measures the CPU time of Postgres for a lead, by statement, beside the statements of the former write path (text
# keys, jsonb, two round trips for a replay), with three million leads and keys and five million hashes there. About
# seven minutes.
#
# ROUNDS=14 BATCHES=10 ROWS=512 load-tests/write-path-cost.sh
#
# The bars: a plain lead at most 0.9 of the former, a lead with a key or a dedupe window at most 0.85 of a former lead
# with a key, a plain lead at most 1.3 of one without a place in the feed; a lone plain lead is acknowledged no later
# than before (within 0.05 ms), and a lone lead with a key at most 0.3 ms later. A lead that a duplicate rule of one set
# judges at most 2.1 of a plain lead and 1.1 of a lead with a key, of two sets 2.9 of a plain lead, and 2.7 where the
# rule refuses a quarter of the leads.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@write-path-cost | tee "$work/result"
verdict=reached
where_and_when "load-tests/write-path-cost.sh"
grep -q '^PASS ' "$work/result"

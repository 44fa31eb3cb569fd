#!/usr/bin/env bash
# Changes the duplicate rules of a campaign while six vendors post leads to three nodes, and checks each answer and each
# stored lead: no duplicate missed, no other lead rejected, no stored lead without its hashes, no deadlock. Each rule
# judges for ten seconds. Then measures how long a lead whose twin is in an open transaction holds up the leads beside
# it. About half a minute for each rule, and a minute for the twins.
#
# RULES=10 load-tests/duplicate-rules.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@duplicate-rules exec:exec@twin-wait | tee "$work/result"
verdict=reached
where_and_when "load-tests/duplicate-rules.sh"
[[ $(grep -c '^PASS ' "$work/result") == 2 ]]

#!/usr/bin/env bash
# Measures for how long leads are accepted after their token has ended, on a node that cannot see changes: its connection
# for them is lost and no other can be opened (ten rounds of each change), it was frozen, or that connection stayed on
# a former primary while leads go to the new one. Half a minute.
#
# load-tests/age-of-knowledge.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@age-of-knowledge | tee "$work/result"
verdict=reached
where_and_when "load-tests/age-of-knowledge.sh"
grep -q '^PASS ' "$work/result"

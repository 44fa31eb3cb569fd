#!/usr/bin/env bash
# Measures the CPU time of the console's lists with 100 rows each. About a minute, with JMH.
#
# load-tests/pages.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@pages | tee "$work/result"
verdict=reached
where_and_when "load-tests/pages.sh"
grep -q '^PASS ' "$work/result" && ! grep -q '^FAIL ' "$work/result"

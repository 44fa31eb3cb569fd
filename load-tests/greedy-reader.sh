#!/usr/bin/env bash
# Measures how long the small list of a vendor takes while the reader of another vendor asks for a thousand leads of 64 KB
# on eight connections. Three rounds, of which the first warms the JVM up. A minute.
#
# load-tests/greedy-reader.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@greedy-reader | tee "$work/result"
verdict=reached
where_and_when "load-tests/greedy-reader.sh"
grep -q '^PASS ' "$work/result"

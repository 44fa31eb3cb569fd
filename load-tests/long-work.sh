#!/usr/bin/env bash
# Sends each endpoint the requests that cost the most (the largest bodies of the worst kinds, the largest lists), and
# measures for how long each holds an event loop: the CPU time of its thread between two rounds of the loop. The longest
# of ten requests, after thirty others. Four minutes.
#
# load-tests/long-work.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@long-work | tee "$work/result"
verdict=reached
where_and_when "load-tests/long-work.sh"
grep -q '^PASS ' "$work/result"

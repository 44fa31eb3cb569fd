#!/usr/bin/env bash
# Tests whether a reader of the feed sees each of a million leads once and in order, while two gateways and other
# writers write them, and a gateway and Postgres are killed. Three minutes.
#
# LEADS=1000000 load-tests/feed-order.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

leads=${LEADS:-1000000}

cd "$here/.."
failed=0
mvn -q -B -Dstyle.color=never test -Dtest=FeedOrderSpec -Dsurefire.failIfNoSpecifiedTests=false \
  -Dleadgate.test.feed.leads="$leads" >"$work/test.log" 2>&1 || failed=$?
grep '^leads seen: ' "$work/test.log" || true
if ((failed)); then grep -A 2 -E 'expected:|ERROR' "$work/test.log" | head -n 40 >&2 || true; fi
verdict=reached
where_and_when "LEADS=$leads load-tests/feed-order.sh"
exit "$failed"

#!/usr/bin/env bash
# Measures how soon leads, the Data API, the Account API, admins and revocations are back when PostgreSQL fell silent (open
# connections stay open, no login is answered) and another server took over, and how many sockets were open meanwhile.
# Silences of 3, 10 and 40 s. A minute and a half.
#
# load-tests/silent-postgres.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@silent-postgres | tee "$work/result"
verdict=reached
where_and_when "load-tests/silent-postgres.sh"
grep -q '^PASS ' "$work/result"

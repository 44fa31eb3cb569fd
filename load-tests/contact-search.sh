#!/usr/bin/env bash
# Measures how much of the table of leads a search by e-mail reads, beyond its index, while leads come in as fast as they
# can: a search each second for 40 s, beside four million stored leads. Three minutes, and 4 GB of disk.
#
# load-tests/contact-search.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@contact-search | tee "$work/result"
verdict=reached
where_and_when "load-tests/contact-search.sh"
grep -q '^PASS ' "$work/result"

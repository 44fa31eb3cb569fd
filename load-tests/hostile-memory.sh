#!/usr/bin/env bash
# Tests whether strangers or vendors can end a gateway with a small heap by its memory. The attacks send
# header lines (F1), arrays whose answers are not read (F2), and large leads while Postgres stands still
# (F3), beside good leads. About eight minutes.
#
# HEAPS="64m 256m 512m image" ATTACKS=<a regular expression for their names> SIZE=1 RATE=500 CONNECTIONS=64 load-tests/hostile-memory.sh
#
# The good leads come at a fixed rate of RATE a second from 127.0.0.2, which is a small part of the leads
# that two cores can store. The cores have headroom, so a lower rate means that the gateway held up the
# leads. The attackers come from 127.0.0.1, or from 16 other addresses, because a gateway bounds each
# address. The attack runs on a single thread, whose use of the cores is printed.
set -euo pipefail

readonly files_min=10000

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
ulimit -n "$(ulimit -Hn)"
if [[ $(ulimit -n) != unlimited ]] && (($(ulimit -n) < files_min)); then
  die "the hard limit of open files is $(ulimit -Hn), and the attacks need $files_min: raise it with ulimit -Hn as root"
fi

build_jar
mvn -q -B -Dstyle.color=never test-compile exec:exec@hostile-memory | tee "$work/result"
verdict=reached
where_and_when "load-tests/hostile-memory.sh"
grep -q '^  PASS ' "$work/result" && ! grep -q '^  FAIL ' "$work/result"

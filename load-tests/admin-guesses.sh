#!/usr/bin/env bash
# Measures how much 24 connections that guess the password of an admin delay the logins of admins and the leads of
# vendors: a new admin from another address, and an admin from the guessers' address whose login was right before. A
# minute and a half.
#
# load-tests/admin-guesses.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands mvn

cd "$here/.."
mvn -q -B -Dstyle.color=never test-compile exec:exec@admin-guesses | tee "$work/result"
verdict=reached
where_and_when "load-tests/admin-guesses.sh"
grep -q '^PASS ' "$work/result"

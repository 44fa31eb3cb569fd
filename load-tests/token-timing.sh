#!/usr/bin/env bash
# Tests whether the time of a refusal tells its reason: an unknown client, a wrong secret, or a disabled
# credential. Under a minute.
#
# CALLS=5000 load-tests/token-timing.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql curl redis-server

calls=${CALLS:-5000}

start_servers javac
# Without the limit of failed logins, which would soon answer 429.
gateway_settings=(LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE=0)
start_gateway
make_credential
known=$client_id known_secret=$client_secret
make_credential
admin PATCH "/admin/credentials/$client_id" '{"enabled":false}' >/dev/null || die "the credential was not disabled"

"$java" "$here/TokenTiming.java" "$gateway" "$known" "$known_secret" "$client_id" "$client_secret" "$calls" \
  >"$work/timing" || die "the measurement broke off"
verdict=reached
cat "$work/timing"
where_and_when "CALLS=$calls load-tests/token-timing.sh"
! grep -q '^FAIL ' "$work/timing"

#!/usr/bin/env bash
# Makes config/.env with new secrets for config/compose.yaml. A file that is there stays as it is, because Postgres and
# Grafana keep the passwords of their first start.
#
# config/make-env.sh [FILE]
set -euo pipefail
file=${1:-$(dirname "${BASH_SOURCE[0]}")/.env}

# secret BYTES: random bytes in the letters of base64url, which need no escape in a URI.
secret() { head -c "$1" /dev/urandom | base64 -w0 | tr '+/' '-_' | tr -d '='; }

umask 077
set -o noclobber
{
  printf 'ADMIN_PASSWORD=%s\n' "$(secret 18)"
  printf 'GRAFANA_PASSWORD=%s\n' "$(secret 18)"
  printf 'POSTGRES_PASSWORD=%s\n' "$(secret 18)"
  printf 'TOKEN_SIGNING_KEYS=%s\n' "$(secret 48)"
} >"$file" || {
  printf '%s is there already, or cannot be written\n' "$file" >&2
  exit 1
}
printf 'made %s\n' "$file"

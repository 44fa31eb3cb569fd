#!/usr/bin/env bash
# Changes the version of two nodes one after the other, under load, as a rolling change does: both nodes run OLD.jar at
# first, and this jar, which brings its migrations, at the end. Then restarts both, with a migration that adds a column
# and an index. Tests that no acknowledged lead is lost, that none is stored twice, and that none is refused; and
# measures how long a lead has waited at the most. Two minutes.
#
# PHASE=10 load-tests/rolling.sh OLD.jar OLD-config.yaml
set -euo pipefail

old_jar=${1:?the jar of the version before}
old_config=${2:?the settings file of the version before, which knows no newer settings}

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql curl redis-server

readonly wait_millis_max=2000
phase=${PHASE:-10} # seconds

[[ -f $old_jar ]] || die "there is no $old_jar"
[[ -f $old_config ]] || die "there is no $old_config"
old_jar=$(realpath "$old_jar")
old_config=$(realpath "$old_config")
start_servers javac
new_jar=$(realpath "$jar")

# ready NODE…: tells the vendors which nodes are ready, as a load balancer does.
ready() { printf '%s\n' "$@" >"$work/ready.new" && mv "$work/ready.new" "$work/ready"; }

# node JAR: starts a node, and sets $gateway and $gateway_pid.
node() { jar=$1 && start_gateway; }

failed=0
# phase NAME COMMAND…: runs the command while vendors send leads, and judges what became of them.
measure() {
  local name=$1 acknowledged again twice faults longest lost stored vendor
  shift
  rm -f "$work/ids" "$work/end"
  "$java" "$here/RollingVendor.java" "$work/ready" "/v1/campaigns/$campaign_id/leads" "$token" "$work/ids" \
    "$work/end" >"$work/figures" &
  vendor=$!
  pids+=("$vendor")
  sleep "$phase"
  "$@"
  sleep "$phase"
  touch "$work/end"
  wait "$vendor" || die "the vendors broke off"
  read -r acknowledged again twice faults longest <"$work/figures"
  ((acknowledged > 0)) || die "no lead was taken"
  psql -qAtX -v ON_ERROR_STOP=1 "$database_uri" -c 'CREATE TABLE acknowledged (id uuid)' \
    -c "\\copy acknowledged FROM '$work/ids'" >/dev/null
  lost=$(sql 'SELECT count(*) FROM acknowledged a WHERE NOT EXISTS (SELECT FROM lead WHERE id = a.id)')
  stored=$(sql "SELECT count(*) - count(DISTINCT fields->>'email') FROM lead")
  sql 'DROP TABLE acknowledged'
  if ((lost == 0 && twice == 0 && stored == 0 && faults == 0 && longest <= wait_millis_max)); then
    printf 'PASS '
  else
    printf 'FAIL '
    failed=1
  fi
  printf '%-34s %6s leads acknowledged, %s lost, %s stored twice, %s refused; %s sent again; the longest wait %s ms, at most %s ms\n' \
    "$name" "$acknowledged" "$lost" "$((twice + stored))" "$faults" "$again" "$longest" "$wait_millis_max"
}

# replace JAR: stops each node behind the start of its successor.
replace() {
  local index old_pids=("${node_pids[@]}")
  for index in 0 1; do
    node "$1"
    ready "$gateway" "${nodes[1 - index]}"
    stop "${old_pids[index]}" TERM
    nodes[index]=$gateway
    node_pids[index]=$gateway_pid
    ready "${nodes[@]}"
    sleep "$phase"
  done
}

# restart_and_migrate: stops and starts each node without a successor. The second node that comes brings migrations, which
# run beside the first.
restart_and_migrate() {
  local index
  for index in 0 1; do
    ready "${nodes[1 - index]}"
    stop "${node_pids[index]}" TERM
    if ((index == 1)); then add_migrations; fi
    node "$new_jar"
    nodes[index]=$gateway
    node_pids[index]=$gateway_pid
    ready "${nodes[@]}"
    sleep "$phase"
  done
}

# add_migrations: lets the nodes that are started from now on bring two migrations that only add, as docs/upgrading.md
# wants them: a column of the table of leads, and an index that is made while leads come.
add_migrations() {
  mkdir -p "$work/more/db/migration"
  cat >"$work/more/db/migration/V998__column.sql" <<'SQL'
ALTER TABLE lead ADD COLUMN added text;
SQL
  cat >"$work/more/db/migration/V999__index.sql" <<'SQL'
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idempotency_key_added;
CREATE INDEX CONCURRENTLY idempotency_key_added ON idempotency_key (received_at);
SQL
  echo executeInTransaction=false >"$work/more/db/migration/V999__index.sql.conf"
  gateway_classpath=$work/more
}

nodes=() node_pids=()
gateway_settings=(LEADGATE_CONFIG="$old_config")
for _ in 1 2; do
  node "$old_jar"
  nodes+=("$gateway")
  node_pids+=("$gateway_pid")
done
old_schema=$(sql 'SELECT max(version::int) FROM flyway_schema_history')
gateway_settings=()
ready "${nodes[@]}"
seed
measure "from the old version to this" replace "$new_jar"
new_schema=$(sql 'SELECT max(version::int) FROM flyway_schema_history')
measure "a restart with an added column" restart_and_migrate
verdict=reached
[[ $(sql "SELECT count(*) FROM pg_index WHERE indexrelid = 'idempotency_key_added'::regclass AND indisvalid") == 1 ]] ||
  die "the index was not made"
printf '     the schema went from version %s to %s, and got a column and an index then\n' "$old_schema" "$new_schema"
where_and_when "PHASE=$phase load-tests/rolling.sh OLD.jar OLD-config.yaml"
exit "$failed"

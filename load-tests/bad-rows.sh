#!/usr/bin/env bash
# Tests what leads that Postgres refuses cost the leads beside them: of 300 leads at once one or five are bad, for each
# of seven causes, with and without keys; then nine credentials send at a steady rate, alone and beside a tenth whose
# leads are all refused. Four minutes.
#
# RATE=40 DURATION=15 load-tests/bad-rows.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

readonly leads=300 neighbour_ms=1000 lock_ms=500 vendors=9
rate=${RATE:-40}
duration=${DURATION:-15}

# burst BAD KEYS: sends the leads at once. Sets $good, $others, $alone, $median, $slowest, $waited and $wrong.
burst() {
  "$java" "$here/Burst.java" "$gateway/v1/campaigns/$campaign_id/leads" "$token" "$here/lead.json" "$work/bad.json" \
    "$leads" "$1" "$2" >"$work/burst.log" 2>&1 || die "the burst failed: $(tail -n 1 "$work/burst.log")$(ended)"
  read -r good others alone median slowest waited wrong < <(sed -n 's/^RESULT //p' "$work/burst.log")
}

# refuse STATEMENT: lets a trigger do this with bad leads.
refuse() {
  sql "CREATE OR REPLACE FUNCTION on_insert() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
    IF NEW.fields->>'comments' = 'bad' THEN $1; END IF; RETURN NEW; END \$\$"
}

# judged NAME BAD MOST: prints the figures and the verdict of a burst.
judged() {
  printf '%-30s %6s %6s %8s %8s %8s %6s %6s\n' "$1" "$good" "$others" "$alone" "$median" "$slowest" "$waited" "$wrong"
  judge "$good == $leads - $2 && $others == 0 && $waited == $2 && $wrong == 0 && $slowest <= $3" \
    "$1: each neighbour 201 in $slowest ms, at most $3; each bad lead 503"
}

# hold: holds the locks of the keys held-1 to held-5 in a session of its own; sets $holder.
hold() {
  psql -qAtX "$database_uri" -c "BEGIN; SELECT FROM idempotency_key WHERE key IN (SELECT key FROM held) FOR UPDATE;
    SELECT pg_sleep(60)" >/dev/null 2>&1 &
  holder=$!
  pids+=("$holder")
  await 10 "$holder" "the holder of the locks" holds
}
holds() { [[ $(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'BEGIN; SELECT FROM idem%' AND wait_event = 'PgSleep'") == 1 ]]; }

# render FILE LEAD: writes the bytes of a post of a lead with $token to a file.
render() {
  {
    printf 'POST /v1/campaigns/%s/leads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n' "$campaign_id"
    printf 'Authorization: Bearer %s\r\nContent-Length: %s\r\n\r\n' "$token" "$(stat -c %s "$2")"
    cat "$2"
  } >"$work/$1"
}

# generate REQUESTS RATE SECONDS CONNECTIONS STATUS: sends the requests at a fixed rate.
generate() {
  exec timeout $(($3 + 60)) "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp "$jar" "$here/OpenLoop.java" \
    "${gateway##*:}" "$1" "$2" "$3" "$4" "$5"
}

# steady NAME: sends the leads of the nine, and prints their figures. Sets $expected, $others and $p99 in µs.
steady() {
  local due p50
  (generate "$requests" $((rate * vendors)) "$duration" 270 201) >"$work/steady.log" 2>&1 || die "the generator failed$(ended)"
  read -r due expected others p50 p99 _ _ _ < <(sed -n 's/^RESULT //p' "$work/steady.log")
  printf '%-44s %8s %8s %8s %10s %10s\n' "$1" "$due" "$expected" "$others" "$(calc "$p50 / 1000")" "$(calc "$p99 / 1000")"
}

start_servers javac
gateway_settings=(LEADGATE_STORAGE_WAIT=4s)
start_gateway
seed
sed 's/"comments":"[^"]*"/"comments":"bad"/' "$here/lead.json" >"$work/bad.json"
grep -q '"bad"' "$work/bad.json" || die "lead.json has no comments"

sql "CREATE TABLE held (key uuid)"
before=$(sql "SELECT count(*) FROM idempotency_key")
[[ $before == 0 ]] || die "there are keys"
for ((key = 1; key <= 5; key++)); do
  curl -sf -m 10 -o /dev/null "$gateway/v1/campaigns/$campaign_id/leads" -H "Authorization: Bearer $token" \
    -H 'Content-Type: application/json' -H "Idempotency-Key: held-$key" -d @"$work/bad.json" || die "no lead was stored"
done
sql "INSERT INTO held SELECT key FROM idempotency_key"
for keys in none fresh; do burst 0 "$keys"; done # The classes are loaded, and the lanes have their connections.
sql "CREATE FUNCTION on_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
sql "CREATE TRIGGER on_insert BEFORE INSERT ON lead FOR EACH ROW EXECUTE FUNCTION on_insert()"

printf '%-30s %6s %6s %8s %8s %8s %6s %6s\n' "ms of 201s" "201" "other" "no bad" "median" "slowest" "bad" "other"
for bad in 1 5; do
  for state in 23514 P0001 42501 44000 55000; do
    refuse "RAISE EXCEPTION 'refused' USING ERRCODE = '$state'"
    for keys in none fresh; do
      burst "$bad" "$keys"
      judged "$state, $bad bad, keys: $keys" "$bad" "$neighbour_ms"
    done
  done
  refuse 'RETURN NULL'
  burst "$bad" none
  judged "NULL, $bad bad" "$bad" "$neighbour_ms"
  refuse 'NULL'
  hold
  burst "$bad" held-
  judged "lock, $bad bad" "$bad" $((neighbour_ms + lock_ms))
  kill "$holder"
done

refuse "RAISE EXCEPTION 'refused'"
requests=
for ((vendor = 1; vendor <= vendors + 1; vendor++)); do
  make_credential
  fetch_token "$client_id" "$client_secret"
  if ((vendor > vendors)); then
    render bad "$work/bad.json"
  else
    render "vendor-$vendor" "$here/lead.json"
    requests+=${requests:+,}$work/vendor-$vendor
  fi
done
steady "warm-up" >/dev/null
printf '%-44s %8s %8s %8s %10s %10s\n' "" "due" "201s" "other" "p50 ms" "p99 ms"
steady "nine vendors alone"
alone=$p99
for bad_rate in 30 300; do
  (generate "$work/bad" "$bad_rate" $((duration + 10)) 2000 503) >"$work/bad.log" 2>&1 &
  pids+=("$!")
  bad_generator=$!
  sleep 4
  steady "beside $bad_rate refused leads a second"
  wait "$bad_generator" || die "the generator of bad leads failed$(ended)"
  judge "$others == 0 && $p99 <= $neighbour_ms * 1000" \
    "beside $bad_rate refused leads a second: every other lead 201, p99 $(calc "$p99 / 1000") ms ($(calc "$p99 / $alone") times), at most $neighbour_ms"
done

verdict=reached
where_and_when "RATE=$rate DURATION=$duration load-tests/bad-rows.sh"
exit "$failed"

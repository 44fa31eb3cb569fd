#!/usr/bin/env bash
# Tests whether two nodes store 2,400 large leads that come at once, each on a connection of its own and half of them
# with an idempotency key, while four threads send small leads. Each large lead is 64 KiB of two-digit numbers, which
# take Postgres longer than any other JSON of that size. Each lead must be answered 201 and stored once. Two minutes.
#
# LEADS=2400 RUNS=3 load-tests/large-leads.sh
set -euo pipefail

readonly files_min=8192

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql curl redis-server

# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

leads=${LEADS:-2400}
runs=${RUNS:-3}

ulimit -n "$(ulimit -Hn)"
if [[ $(ulimit -n) != unlimited ]] && (($(ulimit -n) < files_min)); then
  die "the hard limit of open files is $(ulimit -Hn), and this test needs $files_min: raise it with ulimit -Hn as root"
fi

# cancelled: the number of statements that ran into their time-out; empty if Postgres runs elsewhere.
cancelled() {
  if [[ $own_postgres ]]; then grep -c 'canceling statement due to statement timeout' "$own_postgres/log" || true; fi
}

# retried: the number of batches that were tried again, on both nodes.
retried() {
  { curl -sf -m 10 "${managements[@]/%//metrics}" || true; } |
    awk '/^leadgate_batch_retries_total\{lane="(keyed_)?leads"\}/ { sum += $2 } END { printf "%d", sum }'
}

# unlike FILE CAMPAIGN: the number of acknowledged leads of the file that are not stored once as they were sent.
unlike() {
  psql -qAtX -v ON_ERROR_STOP=1 "$database_uri" <<-EOF
	CREATE TEMP TABLE acknowledged (id uuid, md5 text);
	\\copy acknowledged FROM '$work/$1'
	SELECT count(*) FROM (
	  SELECT FROM acknowledged LEFT JOIN lead ON lead.id = acknowledged.id AND lead.campaign_id = $2
	  GROUP BY acknowledged.id HAVING count(*) <> 1
	    OR min(md5(lead.fields::text)) IS DISTINCT FROM min(acknowledged.md5)) AS unlike;
	EOF
}

# stored CAMPAIGN: the number of leads of the campaign.
stored() { sql "SELECT count(*) FROM lead WHERE campaign_id = $1"; }

# other_answers KIND: the numbers of answers of that kind other than 201, or none.
other_answers() { sed -n "s/^OTHERS $1 //p" "$work/large.log"; }

# are_equal TEXT TEXT: 1 or 0.
are_equal() { if [[ $1 == "$2" ]]; then printf 1; else printf 0; fi; }

# nodes_ticks: the clock ticks that both nodes have used.
nodes_ticks() {
  local pid sum=0
  for pid in "${nodes_pids[@]}"; do
    if alive "$pid"; then ((sum += $(ticks "$pid"))); fi
  done
  printf '%s' "$sum"
}

# seconds TICKS
seconds() { calc "$1 * $micros_per_tick / 1e6" %.1f; }

# round NUMBER: sends the large leads, prints the figures and judges them.
round() {
  local cancelled_before retried_before large_before small_before name many p50 p99 max large small
  local busy all busy_before all_before nodes_before postgres_before nodes postgres='' generator others
  local TIMEFORMAT='%U %S'
  cancelled_before=$(cancelled)
  retried_before=$(retried)
  large_before=$(stored "$large_campaign")
  small_before=$(stored "$campaign_id")
  postgres_before=$(postgres_ticks)
  nodes_before=$(nodes_ticks)
  read -r busy_before all_before <<<"$(machine_ticks)"
  { time timeout 300 "$java" -XX:+UseSerialGC -Xmx1g "$here/LargeLeads.java" "$ports" "$large_campaign" \
    "$large_token" "$campaign_id" "$token" "$work/small.json" "$leads" "$work" >"$work/large.log" 2>&1; } \
    2>"$work/time" || die "the generator failed: $(tail -n 3 "$work/large.log")$(ended)"
  read -r busy all <<<"$(machine_ticks)"
  busy=$((busy - busy_before)) all=$((all - all_before))
  nodes=$(($(nodes_ticks) - nodes_before))
  if [[ $postgres_before ]]; then postgres=$(($(postgres_ticks) - postgres_before)); fi
  generator=$(awk '{ print ($1 + $2) * 1e6 }' "$work/time")
  others=$(calc "($busy - $nodes - ${postgres:-0} - $generator / $micros_per_tick) * 100 / $all" %.0f)
  if [[ ! $(ended) ]] && ((others > others_max)); then others_max=$others; fi
  large=$(wc -l <"$work/large")
  small=$(wc -l <"$work/small")
  printf '#%s: %s of %s large leads stored, the last after %s s; %s statements cancelled, %s batches tried again\n' "$1" \
    "$large" "$leads" "$(sed -n 's/^LARGE //p' "$work/large.log")" \
    "$([[ $own_postgres ]] && printf %s $(($(cancelled) - cancelled_before)) || printf 'n/a')" \
    $(($(retried) - retried_before))
  while read -r name many p50 p99 max; do
    printf '  small leads %-7s %7s  p50 %7s ms  p99 %7s ms  max %7s ms\n' "$name" "$many" "$p50" "$p99" "$max"
  done < <(sed -n 's/^SMALL //p' "$work/large.log")
  printf '  CPU time: the nodes %s s, Postgres %s s; other programs had %s %% of the machine\n' \
    "$([[ ! $(ended) ]] && seconds "$nodes" || printf n/a)" "$([[ $postgres ]] && seconds "$postgres" || printf n/a)" "$others"
  judge "$(are_equal "$(ended)" '')" "#$1: both nodes live$(ended)"
  judge "$large == $leads" "#$1: each large lead is 201; other answers: $(other_answers large)"
  judge "$(($(stored "$large_campaign") - large_before)) == $leads && $(unlike large "$large_campaign") == 0" \
    "#$1: each large lead is stored once, as it was sent"
  judge "$(are_equal "$(other_answers small)" none)" "#$1: each small lead is 201; other answers: $(other_answers small)"
  judge "$(($(stored "$campaign_id") - small_before)) == $small && $(unlike small "$campaign_id") == 0" \
    "#$1: each small lead is stored once"
}

start_servers javac
((${#java_options[@]})) || java_options=(-Xmx2g) # The leads of a node take a quarter of the memory for leads.
ports='' managements=() nodes_pids=()
for _ in 1 2; do
  start_gateway
  ports+=${ports:+,}${gateway##*:}
  managements+=("$management")
  nodes_pids+=("$gateway_pid")
done
seed
large_campaign=$(sql "WITH made AS (INSERT INTO lead_type (name) VALUES ('Anything') RETURNING id)
  INSERT INTO campaign (lead_source_id, lead_type_id, name)
  SELECT lead_source_id, made.id, 'Large leads' FROM campaign, made WHERE campaign.id = $campaign_id
  RETURNING id")
large_token=$token
make_credential
fetch_token "$client_id" "$client_secret"
tr -d '\n' <"$here/lead.json" >"$work/small.json"

for ((run = 1; run <= runs; run++)); do
  round "$run"
  if [[ $(ended) ]]; then
    grep -ao 'leadgate ends: [^,]*' "$work/gateway.log" | head -n 1 || true
    break
  fi
done
note_others

verdict=reached
where_and_when "LEADS=$leads RUNS=$runs${JAVA_OPTS:+ JAVA_OPTS=\"$JAVA_OPTS\"} load-tests/large-leads.sh"
exit "$failed"

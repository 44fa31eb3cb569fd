#!/usr/bin/env bash
# Makes the AOT cache of the JVM (JEP 514) with the profiles of its methods (JEP 515): starts the gateway as the image
# does, sends all kinds of requests for 90 s, most of them single leads, stops the gateway with SIGTERM, and starts it
# once more with the cache. Needs a Java of 25 or more (a JRE will do) and 1 GiB of memory, because the stopping JVM waits
# for a second JVM that writes the cache. Two minutes.
#
# The JVM refuses the cache of another Java. A JDK before 25.0.4 takes the cache of another jar (JDK-8377932), and mixes
# the classes of both: make the cache anew for each jar, and keep the two together.
#
# A short training leaves half-made profiles, by which the JVM compiles too early: with 25 s a gateway took 0.82 of the
# leads of its first 15 s that it took without a cache, and with 90 s 1.05 of them (first-seconds.sh).
#
# DURATION=90 JAR=target/leadgate.jar JAVA_OPTS= load-tests/train.sh CACHE
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
# shellcheck source-path=SCRIPTDIR source=measure.sh
source "$here/measure.sh"

java_least=25
duration=${DURATION:-90}
(($# == 1)) || die "usage: train.sh CACHE"
cache=$1
[[ -d $(dirname "$cache") && -w $(dirname "$cache") ]] || die "the directory of $cache is not there, or cannot be written"
need_commands wrk psql curl gzip redis-server

# request NAME STATUS METHOD PATH [HEADER…]: writes a request, whose body is the standard input, to a file of that
# name, sends the request once, and ends the run if the answer has another status.
request() {
  local name=$1 expected=$2 method=$3 path=$4 status header
  shift 4
  cat >"$work/body"
  {
    printf '%s %s HTTP/1.1\r\nHost: %s\r\n' "$method" "$path" "${gateway#http://}"
    for header; do printf '%s\r\n' "$header"; done
    if [[ -s $work/body ]]; then printf 'Content-Length: %s\r\n' "$(stat -c %s "$work/body")"; fi
    printf '\r\n'
    cat "$work/body"
  } >"$work/requests/$name"
  exec {socket}<>"/dev/tcp/127.0.0.1/${gateway##*:}"
  cat "$work/requests/$name" >&"$socket"
  read -r -t 10 -u "$socket" _ status _ || status=none
  exec {socket}>&-
  [[ $status == "$expected" ]] || die "$name is answered $status, not $expected"
}

# form_of, xml_of: the lead of lead.json as a form and as XML. Nothing in that lead has to be escaped in XML.
fields() { sed 's/^{//; s/}$//; s/","/"\n"/g' "$here/lead.json"; }
form_of() { fields | sed -E 's/^"([^"]*)":"(.*)"$/\1=\2/; s/%/%25/g; s/\+/%2B/g; s/ /+/g' | paste -sd '&' | tr -d '\n'; }
xml_of() { printf '<lead>%s</lead>' "$(fields | sed -E 's/^"([^"]*)":"(.*)"$/<\1>\2<\/\1>/' | tr -d '\n')"; }

# write_requests: writes a request of each kind but the good lead in JSON.
write_requests() {
  local leads=/v1/campaigns/$campaign_id/leads bearer="Authorization: Bearer $token" lead
  local json='Content-Type: application/json' form='Content-Type: application/x-www-form-urlencoded'
  lead=$(<"$here/lead.json")
  mkdir "$work/requests"
  request array 200 POST "$leads" "$bearer" "$json" <<<"[$lead,$lead,{\"fields\":$lead},{\"email\":\"nobody\"}]"
  form_of | request form 201 POST "$leads" "$bearer" "$form"
  xml_of | request xml 201 POST "$leads" "$bearer" 'Content-Type: application/xml'
  gzip -c "$here/lead.json" | request gzip 201 POST "$leads" "$bearer" "$json" 'Content-Encoding: gzip'
  request test 200 POST "$leads?test=true" "$bearer" "$json" <<<"$lead"
  request bad-field 422 POST "$leads" "$bearer" "$json" <<<'{"first_name":"Ada","email":"nobody"}'
  request bad-json 400 POST "$leads" "$bearer" "$json" <<<'{"first_name":'
  request bad-token 401 POST "$leads" "${bearer%??}xx" "$json" <<<"$lead"
  request no-token 401 POST "$leads" "$json" <<<"$lead"
  request nowhere 404 GET /nowhere </dev/null
  request token 200 POST /v1/authorization/token "$json" \
    <<<"{\"grant_type\":\"client_credentials\",\"client_id\":\"$client_id\",\"client_secret\":\"$client_secret\"}"
  printf grant_type=client_credentials | request token-basic 200 POST /oauth2/token "$form" \
    "Authorization: Basic $(printf '%s:%s' "$client_id" "$client_secret" | base64 -w0)"
  request search 200 GET "/v1/leads?campaign_id=$campaign_id&limit=10" "$bearer" </dev/null
  request search-email 200 GET '/v1/leads?email=margaret.hollingsworth@example.com&limit=2' "$bearer" </dev/null
  request campaign 200 GET "/v1/campaigns/$campaign_id" "$bearer" </dev/null
  request campaigns 200 GET /v1/campaigns "$bearer" </dev/null
}

# send_all: sends single leads, without and with a key, and beside them all other kinds and the calls of operations.
send_all() {
  local generators=() until url=$gateway/v1/campaigns/$campaign_id/leads
  wrk -t1 -c48 -d"${duration}s" -T10s -s "$here/lead.lua" "$url" -- "$here/lead.json" "$token" "$duration" \
    >"$work/wrk.log" 2>&1 &
  generators+=("$!")
  wrk -t1 -c16 -d"${duration}s" -T10s -s "$here/lead.lua" "$url" -- "$here/lead.json" "$token" "$duration" 0 train \
    >"$work/wrk-keyed.log" 2>&1 &
  generators+=("$!")
  wrk -t1 -c8 -d"${duration}s" -T10s -s "$here/train.lua" "$gateway" -- 5 "$work"/requests/* >"$work/wrk-train.log" 2>&1 &
  generators+=("$!")
  pids+=("${generators[@]}")
  until=$((SECONDS + duration))
  while ((SECONDS < until)); do
    is_200 "$management/health/ready" || die "the gateway is no longer ready$(ended)"
    is_200 "$management/metrics" || die "there are no metrics"
    admin GET "/admin/quarantine?campaign_id=$campaign_id&limit=10" >/dev/null || die "the quarantine cannot be read"
    sleep 0.5
  done
  wait "${generators[@]}" || die "wrk failed"
}

find_java
build_jar
start_postgres
start_redis
take_image_options
java_options+=("-XX:AOTCacheOutput=$work/cache")
start_gateway
seed
make_credential '["account_api","data_api","lead_receiver"]'
fetch_token "$client_id" "$client_secret"
write_requests
send_all
leads=$(rows)

# The cache is written while the JVM ends, by a JVM that the ending JVM starts: that takes longer than stop() waits.
kill -TERM "$gateway_pid"
tries=600
while alive "$gateway_pid"; do
  ((tries-- > 0)) || die "the gateway has not ended in a minute"
  sleep 0.1
done
[[ -s $work/cache ]] || die "the gateway has left no cache"

# With AOTMode=on the JVM does not start where it refuses the cache.
unset 'java_options[-1]'
"$java" "${java_options[@]}" -XX:AOTMode=on "-XX:AOTCache=$work/cache" -jar "$jar" --version ||
  die "the JVM refuses the cache"
cp "$work/cache" "$cache"
printf '%s: %s MB, made with %s leads by %s\n' "$cache" "$(calc "$(stat -c %s "$cache") / 1e6" %.0f)" "$leads" \
  "$("$java" -version 2>&1 | sed -nE '1s/.*version "([^"]+)".*/JDK \1/p')"

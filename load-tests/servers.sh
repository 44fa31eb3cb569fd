# Sourced by the tests beside it: starts the servers that a run needs, and stops them at the end. All servers listen
# on 127.0.0.1 and keep their files in $work. Only processes started here are stopped, each by its own pid.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=${JAR:-$(dirname "$here")/target/leadgate.jar}
java_least=21 # the oldest Java that will do
read -ra java_options <<<"${JAVA_OPTS:-}"
work=$(mktemp -d "${TMPDIR:-/tmp}/leadgate-load.XXXXXX")
chmod 755 "$work"
pids=()           # the children of this shell, in the order of their start
postmaster=       # the pid of the run's own Postgres, or of a given Postgres on this machine
own_postgres=     # the directory of the run's own Postgres
reason=           # the reason why the run ended early
verdict=          # set once there is a verdict; an end of the run before it is a fault whose logs are shown
given_database=   # the database made on a given server, to be dropped

say() { printf '%s\n' "$*" >&2; }

# die REASON: ends the run, and clean_up prints the reason. Does not work in a subshell.
die() {
  reason=$*
  exit 2
}

alive() { kill -0 "$1" 2>/dev/null; }

# need_commands COMMAND…: ends the run if a command is missing, and names all missing commands. A given Redis
# replaces redis-server.
need_commands() {
  local command missing='' packages=''
  for command; do
    if command -v "$command" >/dev/null; then continue; fi
    if [[ $command == redis-server && ${LEADGATE_REDIS_URI:-} ]]; then continue; fi
    missing+="${missing:+, }$command"
    case $command in
      redis-cli) packages+=' redis-tools' ;;
      psql) packages+=' postgresql-client' ;;
      pgbench) packages+=' postgresql' ;;
      mvn) packages+=' maven' ;;
      *) packages+=" $command" ;;
    esac
  done
  [[ -z $missing ]] || die "missing: $missing (apt-get install$packages)"
}

# ended: names the servers that have ended, as an addition to a reason.
ended() {
  local pid
  for pid in "${pids[@]}" $postmaster; do alive "$pid" || printf '; process %s, started for this run, has ended' "$pid"; done
}

# stop PID SIGNAL: sends the signal, and SIGKILL after ten seconds.
stop() {
  local tries=100
  kill "-$2" "$1" 2>/dev/null || return 0
  while alive "$1" && ((tries-- > 0)); do sleep 0.1; done
  if alive "$1"; then kill -KILL "$1" 2>/dev/null || true; fi
}

clean_up() {
  local status=$? i log
  trap - EXIT
  trap '' INT TERM
  if ((status != 0)) && [[ -z $verdict ]]; then
    for log in redis postgres bare pgbench wrk gateway; do
      [[ -s $work/$log.log ]] || continue
      say "--- the end of $log's output"
      tail -n 20 "$work/$log.log" >&2
    done
    say "--- load-tests: ${reason:-ended with status $status}"
  fi
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do stop "${pids[i]}" TERM; done
  if [[ $given_database ]]; then
    psql -qX "$LEADGATE_POSTGRES_URI" -c "DROP DATABASE IF EXISTS $given_database WITH (FORCE)" >&2 || true
  fi
  if [[ $own_postgres && $postmaster ]]; then stop "$postmaster" INT; fi
  chmod -R u+w "$work" 2>/dev/null || true # A test may have taken its own right to write away.
  rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# random BYTES: random bytes in base64url.
random() { head -c "$1" /dev/urandom | base64 -w0 | tr '+/' '-_' | tr -d '='; }

is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: a free port below the range of ports that outgoing connections take.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    is_listening "$port" || break
  done
  printf '%s' "$port"
}

# spawn LOG COMMAND…: runs a command in the background, and adds its pid to $pids.
spawn() {
  local log=$1
  shift
  "$@" >"$work/$log" 2>&1 </dev/null &
  pids+=("$!")
  disown
}

# await SECONDS PID NAME COMMAND…: waits until the command succeeds, as long as the process lives.
await() {
  local until=$((SECONDS + $1)) pid=$2 name=$3
  shift 3
  until "$@"; do
    alive "$pid" || die "$name ended before it was ready"
    ((SECONDS < until)) || die "$name is not ready in time"
    sleep 0.2
  done
}

# at URL: the status of a GET; 000 without an answer.
at() { curl -s -o /dev/null -m 2 -w '%{http_code}' "$1" 2>/dev/null || true; }
is_200() { [[ $(at "$1") == 200 ]]; }
# is_200_fast URL: the same as is_200 for a path on 127.0.0.1, without a process of its own.
is_200_fast() {
  local socket status='' rest=${1#http://} port
  port=${rest%%/*}
  { exec {socket}<>"/dev/tcp/127.0.0.1/${port#*:}"; } 2>/dev/null || return 1
  printf 'GET /%s HTTP/1.1\r\nHost: %s\r\n\r\n' "${rest#*/}" "$port" >&"$socket"
  read -r -t 2 -u "$socket" _ status _ || true
  exec {socket}>&-
  [[ $status == 200 ]]
}
is_up() { [[ $(at "$1") != 000 ]]; }

# find_java [PROGRAM]: sets $java to the first Java of $java_least or more in $JAVA_HOME, on the PATH or in
# /usr/lib/jvm. With PROGRAM, as javac, a Java without that program will not do. A run of a source file needs javac.
find_java() {
  local candidate version
  for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [[ -x $candidate ]] || continue
    candidate=$(readlink -f "$candidate")
    [[ -x ${candidate%java}${1:-java} ]] || continue
    version=$("$candidate" -version 2>&1 | sed -nE '1s/.*version "([0-9]+).*/\1/p')
    if [[ $version ]] && ((version >= java_least)); then
      java=$candidate
      return
    fi
  done
  die "no Java of $java_least or more${1:+ with $1} in JAVA_HOME, on the PATH or in /usr/lib/jvm"
}

# build_jar: builds $jar, unless it exists.
build_jar() {
  [[ -f $jar ]] && return
  [[ ! ${JAR:-} ]] || die "JAR=$JAR is not a file"
  say "target/leadgate.jar does not exist: building it"
  (cd "$here/.." && mvn -q -DskipTests package >&2) || die "the build failed"
}

# start_postgres: sets $database_uri and $postmaster. On a given server it makes a database for the run; the
# postmaster of a given server is found only if it runs on this machine.
start_postgres() {
  if [[ ${LEADGATE_POSTGRES_URI:-} ]]; then
    local rest path
    given_database=leadgate_load_$$
    psql -qX "$LEADGATE_POSTGRES_URI" -c "CREATE DATABASE $given_database" >&2 ||
      die "cannot make a database at LEADGATE_POSTGRES_URI"
    rest=${LEADGATE_POSTGRES_URI#*://}
    path=${rest%%\?*}
    database_uri=${LEADGATE_POSTGRES_URI%%://*}://${path%%/*}/$given_database
    if [[ $rest == *\?* ]]; then database_uri+="?${rest#*\?}"; fi
    # The pid is of use only if the server is on this machine, and Postgres shows it to superusers only.
    postmaster=$(sql "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)
      WHERE coalesce(inet_server_addr(), '127.0.0.1') << '127.0.0.0/8'" 2>/dev/null || true)
    if [[ $(cat "/proc/$postmaster/comm" 2>/dev/null) != postgres ]]; then postmaster=; fi
    return
  fi

  local bin port password as=()
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
  [[ -x $bin ]] || bin=$(command -v initdb) || die "Postgres is missing: apt-get install postgresql"
  bin=$(dirname "$bin")
  own_postgres=$work/postgres
  mkdir "$own_postgres"
  printf '%s\n' "$(random 18)" >"$own_postgres/password"
  # Postgres refuses to run as root.
  if ((EUID == 0)); then
    as=(runuser -u postgres --)
    chown -R postgres: "$own_postgres"
  fi
  port=$(free_port)
  password=$(cat "$own_postgres/password")
  (
    cd "$own_postgres"
    "${as[@]}" "$bin/initdb" -D "$own_postgres/data" -U leadgate -E UTF8 --locale=C.UTF-8 \
      --auth=scram-sha-256 --pwfile="$own_postgres/password"
    # All settings of durability keep their default: on.
    cat >>"$own_postgres/data/postgresql.conf" <<-EOF
	listen_addresses = '127.0.0.1'
	port = $port
	unix_socket_directories = ''
	fsync = on
	synchronous_commit = on
	full_page_writes = on
	shared_buffers = 512MB
	max_wal_size = 4GB
	EOF
    "${as[@]}" "$bin/pg_ctl" -D "$own_postgres/data" -l "$own_postgres/log" -s -w -t 60 start
  ) >"$work/postgres.log" 2>&1 </dev/null || {
    cat "$own_postgres/log" >>"$work/postgres.log" 2>/dev/null || true
    die "Postgres does not start"
  }
  mv "$work/postgres.log" "$work/initdb.log"
  ln -s "$own_postgres/log" "$work/postgres.log"
  postmaster=$(head -n 1 "$own_postgres/data/postmaster.pid")
  database_uri=postgresql://leadgate:$password@127.0.0.1:$port/postgres
}

sql() { PGOPTIONS='-c statement_timeout=60s' psql -qAtX -v ON_ERROR_STOP=1 "$database_uri" -c "$1"; }

# start_redis: sets $redis_uri.
start_redis() {
  if [[ ${LEADGATE_REDIS_URI:-} ]]; then
    redis_uri=$LEADGATE_REDIS_URI
    return
  fi
  local port
  port=$(free_port)
  spawn redis.log redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$work" \
    --loglevel warning
  await 20 "${pids[-1]}" Redis is_listening "$port"
  redis_uri=redis://127.0.0.1:$port
}

# start_servers [javac]: finds a Java, builds the jar unless it exists, starts Postgres and Redis, and sets their variables.
start_servers() {
  find_java "$@"
  build_jar
  start_postgres
  start_redis
}

# start_bare: sets $bare (the URL) and $bare_pid.
start_bare() {
  local port
  port=$(free_port)
  spawn bare.log "$java" "${java_options[@]}" --enable-native-access=ALL-UNNAMED \
    -cp "$jar" "$here/BareServer.java" "$port"
  bare_pid=${pids[-1]}
  bare=http://127.0.0.1:$port
  await 60 "$bare_pid" "the bare server" is_up "$bare"
}

# take_image_options: puts the options of the image's ENTRYPOINT, without the AOT cache, before $java_options. The
# options file stands beside the jar in the image, and in config/ in the sources.
take_image_options() {
  local file
  file=$(dirname "$jar")/jvm.options
  [[ -f $file ]] || file=$(dirname "$here")/config/jvm.options
  # A heap of 512 MiB, as under a memory limit of 1 GiB, also on a large machine. From 32 GiB of heap on, pointers
  # have another size, and a JVM refuses the AOT cache of a JVM whose pointers have another size.
  java_options=("@$file" -XX:MaxRAM=1g "-Djava.library.path=$(dirname "$jar")/lib" "${java_options[@]}")
}

# start_gateway: sets $gateway and $management (URLs) and $gateway_pid, and waits until the gateway is ready. Another
# call starts another node on the same servers.
start_gateway() {
  spawn_gateway
  await 60 "$gateway_pid" "the gateway" is_200 "$management/health/ready"
}

# spawn_gateway: the same without the wait.
signing_keys=
admin_password=
gateway_settings=() # further settings, as NAME=value
gateway_classpath= # a directory whose files come before those of the jar
spawn_gateway() {
  local port management_port program=(-XX:+ExitOnOutOfMemoryError -jar "$jar")
  if [[ $gateway_classpath ]]; then
    program=(-XX:+ExitOnOutOfMemoryError -cp "$gateway_classpath:$jar" io.leadgate.cli.Launcher)
  fi
  port=$(free_port)
  management_port=$(free_port)
  signing_keys=${signing_keys:-$(random 48)}
  admin_password=${admin_password:-$(random 18)}
  spawn gateway.log env \
    LEADGATE_POSTGRES_URI="$database_uri" LEADGATE_REDIS_URI="$redis_uri" \
    LEADGATE_TOKEN_SIGNING_KEYS="$signing_keys" \
    LEADGATE_ADMIN_USERNAME=load LEADGATE_ADMIN_PASSWORD="$admin_password" \
    LEADGATE_HTTP_HOST=127.0.0.1 LEADGATE_HTTP_PORT="$port" LEADGATE_MANAGEMENT_PORT="$management_port" \
    "${gateway_settings[@]}" \
    "$java" "${java_options[@]}" "${program[@]}"
  gateway_pid=${pids[-1]}
  gateway=http://127.0.0.1:$port
  management=http://127.0.0.1:$management_port
}

# admin METHOD PATH [JSON]: the body of the answer; fails if the status is not 2xx.
admin() {
  local body=()
  if [[ ${3:-} ]]; then body=(-H 'Content-Type: application/json' -d "$3"); fi
  curl -sf -m 10 -u "load:$admin_password" -X "$1" "${body[@]}" "$management$2"
}

# make_credential [SCOPES]: sets $client_id and $client_secret of a new credential, for the receiver or for scopes in
# JSON.
make_credential() {
  local answer
  answer=$(admin POST /admin/credentials '{"description":"Load test","scopes":'"${1:-[\"lead_receiver\"]}"'}') ||
    die "no credential was made"
  client_id=$(sed -nE 's/.*"client_id" *: *"([^"]+)".*/\1/p' <<<"$answer")
  client_secret=$(sed -nE 's/.*"client_secret" *: *"([^"]+)".*/\1/p' <<<"$answer")
}

# take_hints_away: forbids publish and subscribe in Redis, so that only the poll of Postgres is left.
take_hints_away() {
  redis-cli -u "$redis_uri" ACL SETUSER default resetchannels >/dev/null
  redis-cli -u "$redis_uri" CLIENT KILL TYPE pubsub >/dev/null
}

processor() {
  printf '%s, %s cores' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
}

# now_and COMMAND: the time, and the command that repeats the run.
now_and() { printf '%s  %s\n' "$(date -u +%Y-%m-%dT%H:%MZ)" "$1"; }

# where_and_when COMMAND: prints the machine, the time and the command of the figures.
where_and_when() { printf '%s; %s\n' "$(processor)" "$(now_and "$1")"; }

# fetch_token CLIENT_ID SECRET: sets $token, for all scopes of the credential.
fetch_token() {
  local answer='' tries=40
  # Nodes learn of a new credential within a second.
  token=
  while [[ -z $token ]]; do
    ((tries-- > 0)) || die "no token: $answer"
    sleep 0.25
    answer=$(curl -s -m 5 -w ' %{http_code}' -H 'Content-Type: application/json' "$gateway/v1/authorization/token" \
      -d '{"grant_type":"client_credentials","client_id":"'"$1"'","client_secret":"'"$2"'"}' || true)
    if [[ $answer == *' 200' ]]; then
      token=$(sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p' <<<"$answer")
    fi
  done
}

# seed: makes a campaign and a credential, and sets $campaign_id and $token.
seed() {
  local client_id secret
  client_id=$(sql 'SELECT gen_random_uuid()')
  secret=$(random 32)
  campaign_id=$(psql -qAtX -v client_id="$client_id" \
    -v secret_sha256="$(printf %s "$secret" | sha256sum | cut -d' ' -f1)" \
    -f "$here/seed.sql" "$database_uri") || die "cannot seed the database"
  fetch_token "$client_id" "$secret"
}

# Sourced by the tests that send leads with wrk: functions that make and print a measurement, and the parts of
# the verdict that the tests share.

# The defaults, which a test may change.
duration=${DURATION:-10}
warmup=${WARMUP:-30} # before the first round of each server, so that the JIT compilers have little left to do; later rewarm
rewarm=4
connections=${CONNECTIONS:-256}
threads=${THREADS:-2}

best_a=0 best_b=0 best_jvm_us=0 counts=() counts_equal=1 others_max=0 failed=0

# calc EXPRESSION [FORMAT]: prints the value.
calc() { awk "BEGIN { printf \"${2:-%.2f}\", ($1) }"; }

# judge CONDITION TEXT: prints a line of the verdict.
judge() {
  if [[ $(calc "($1) ? 1 : 0" %d) == 1 ]]; then
    printf 'PASS %s\n' "$2"
  else
    printf 'FAIL %s\n' "$2"
    failed=1
  fi
}

# note_others: prints a note below the verdict if the machine was not quiet.
note_others() {
  if ((others_max > 5)); then
    printf 'NOTE other processes took up to %s %% of the CPU: run it again on a quiet machine\n' "$others_max"
  fi
}

micros_per_tick=$((1000000 / $(getconf CLK_TCK)))

# ticks PID: the clock ticks that a process has used, user and system.
ticks() {
  local stat
  stat=$(<"/proc/$1/stat")
  # The name may hold any text, so the fields are read after its end: the state is field 3.
  read -ra stat <<<"${stat##*) }"
  printf '%s' $((stat[11] + stat[12]))
}

# postgres_ticks: the ticks of the postmaster and of its processes, ended ones included. Empty if Postgres runs
# elsewhere.
postgres_ticks() {
  local sum file stat
  [[ $postmaster ]] || return 0
  sum=0
  for file in /proc/[0-9]*/stat; do
    stat=$(cat "$file" 2>/dev/null) || continue
    read -ra stat <<<"${stat##*) }"
    if [[ $file == "/proc/$postmaster/stat" ]]; then
      ((sum += stat[11] + stat[12] + stat[13] + stat[14]))
    elif [[ ${stat[1]} == "$postmaster" ]]; then
      ((sum += stat[11] + stat[12]))
    fi
  done
  printf '%s' "$sum"
}

# machine_ticks: two numbers of ticks of the machine: the ticks in which a process, or another machine on the
# same cores, ran; and all ticks. Interrupts count in the second number only, because no process owns them.
machine_ticks() {
  local cpu user nice system idle iowait irq softirq steal rest
  read -r cpu user nice system idle iowait irq softirq steal rest </proc/stat
  printf '%s %s' $((user + nice + system + steal)) $((user + nice + system + idle + iowait + irq + softirq + steal))
}

# load URL SECONDS CONNECTIONS THREADS [PAUSE [KEY]]: sends leads. Sets the counts and times of lead.lua, stored (the
# 201s), generator_us, and busy and all (the machine's ticks). wrk runs two seconds longer than leads are sent, so
# that all leads are answered.
load() {
  local TIMEFORMAT='%U %S' busy_before all_before
  read -r busy_before all_before <<<"$(machine_ticks)"
  { time timeout --foreground $(($2 + 30)) wrk -t"$4" -c"$3" -d$(($2 + 2)) -T10s -s "$here/lead.lua" \
    "$1/v1/campaigns/$campaign_id/leads" -- "$here/lead.json" "$token" "$2" "${@:5}" >"$work/wrk.log" 2>&1; } \
    2>"$work/time" || die "wrk failed"
  read -r sent parked answered refused broken seconds p50 p99 mean \
    < <(sed -n 's/^RESULT //p' "$work/wrk.log") || die "wrk has no result"
  # Each answer below 400 is a 201, because no key comes twice and no lead is a test.
  stored=$((answered - refused))
  ((stored > 0 && broken == 0)) || die "$broken errors on connections, $refused of $sent leads refused$(ended)"
  read -r busy all <<<"$(machine_ticks)"
  busy=$((busy - busy_before)) all=$((all - all_before))
  generator_us=$(awk '{ printf "%d", ($1 + $2) * 1e6 }' "$work/time")
}

# rows: the number of stored leads.
rows() { sql 'SELECT count(*) FROM lead'; }

# counted: the number of stored leads by the gateway's own count; empty if the gateway has no such count.
counted() {
  curl -s -m 5 "$management/metrics" | awk '/^leadgate_leads_total\{/ && /outcome="stored"/ { sum += $2; seen = 1 }
    END { if (seen) printf "%.0f", sum }'
}

heading() {
  printf '%-12s %9s %9s %9s %9s %10s %12s %10s %9s\n' \
    "" leads leads/s "p50 ms" "p99 ms" "JVM µs" "Postgres µs" "wrk µs" "others %"
}

# row NAME JVM_TICKS POSTGRES_TICKS: prints a line of the table, from the variables that load has set.
row() {
  local others
  others=$(calc "($busy - $2 - ${3:-0} - $generator_us / $micros_per_tick) * 100 / $all" %.0f)
  # A small negative value is 0: the kernel counts the machine's ticks by samples, and wrk's by the clock.
  if ((others < 0)); then others=0; fi
  if ((others > others_max)); then others_max=$others; fi
  jvm_us=$(calc "$2 * $micros_per_tick / $stored" %.1f)
  postgres_us=$(calc "${3:-0} * $micros_per_tick / $stored" %.1f)
  leads_per_second=$(calc "$stored / $seconds" %.0f)
  printf '%-12s %9s %9s %9s %9s %9s %11s %9s %9s\n' "$1" "$stored" "$leads_per_second" \
    "$(calc "$p50 / 1000")" "$(calc "$p99 / 1000")" "$jvm_us" \
    "$([[ $3 ]] && calc "$3 * $micros_per_tick / $stored" %.1f || printf n/a)" \
    "$(calc "$generator_us / $stored" %.1f)" "$others"
}

measure_bare() {
  local before
  load "$bare" "$warm" "$connections" "$threads"
  before=$(ticks "$bare_pid")
  load "$bare" "$duration" "$connections" "$threads"
  row "a bare #$1" $(($(ticks "$bare_pid") - before)) 0
  best_a=$(calc "($stored / $seconds > $best_a) ? $stored / $seconds : $best_a" %.6f)
}

measure_gateway() {
  local before postgres_before used postgres_used= rows_before counted_before rows_after counted_after
  load "$gateway" "$warm" "$connections" "$threads"
  rows_before=$(rows)
  counted_before=$(counted)
  postgres_before=$(postgres_ticks)
  before=$(ticks "$gateway_pid")
  load "$gateway" "$duration" "$connections" "$threads"
  used=$(($(ticks "$gateway_pid") - before))
  if [[ $postgres_before ]]; then postgres_used=$(($(postgres_ticks) - postgres_before)); fi
  row "b gateway #$1" "$used" "$postgres_used"
  rows_after=$(rows)
  counted_after=$(counted)
  count_note "$1" $((rows_after - rows_before)) "${counted_after:+$((counted_after - ${counted_before:-0}))}"
  if [[ $(calc "$stored / $seconds > $best_b" %d) == 1 ]]; then
    best_b=$(calc "$stored / $seconds" %.6f)
    best_jvm_us=$jvm_us
  fi
}

# count_note RUN ROWS COUNTED: notes the counts, and whether each lead sent has a 201 and each 201 has a row.
count_note() {
  counts+=("#$1: sent $sent, 201s $stored, refused $refused, rows $2, leadgate_leads_total{outcome=\"stored\"} ${3:-not there}")
  if ((sent != stored || parked != connections / threads * threads || stored != $2)) ||
    [[ $3 && $3 != "$stored" ]]; then
    counts_equal=0
  fi
}

# pgbench_single: sets pg_p50, pg_p99 and pg_mean, in microseconds. pgbench inserts copies of a row that the
# gateway stored, with all columns of the table. Each copy has an id with the current time in front, for
# today's partition, and random bits behind it.
pgbench_single() {
  local columns=id values name value options=() prefix
  prefix=$(printf '%012x' "$(date +%s%3N)")
  while IFS=$'\t' read -r name value; do
    columns+=", $name"
    values+=", :v_$name"
    options+=(-D "v_$name=$value")
  done < <(psql -qAtX -F $'\t' "$database_uri" -c "
    SELECT quote_ident(key), value FROM (SELECT * FROM lead LIMIT 1) l, json_each_text(row_to_json(l))
    WHERE value IS NOT NULL AND key <> 'id' AND key NOT IN (
      SELECT attname FROM pg_attribute WHERE attrelid = 'lead'::regclass AND attgenerated <> '')")
  printf 'INSERT INTO lead (%s) VALUES (overlay(gen_random_uuid()::text placing %s from 1 for 15)::uuid%s);\n' \
    "$columns" "'${prefix:0:8}-${prefix:8:4}-7'" "$values" >"$work/insert.sql"
  timeout --foreground $((latency_duration + 30)) pgbench -n -c 1 -j 1 -T "$latency_duration" -M prepared \
    -f "$work/insert.sql" "${options[@]}" -l --log-prefix="$work/pgbench" "$database_uri" \
    >"$work/pgbench.log" 2>&1 || die "pgbench failed"
  read -r pg_p50 pg_p99 pg_mean < <(sort -n -k3,3 "$work"/pgbench.[0-9]* | awk '{ us[NR] = $3; sum += $3 }
    END { print us[int((NR + 1) / 2)], us[int(NR * 0.99) + 1], int(sum / NR) }') || die "pgbench has no result"
}

measure_single() {
  local pg_p50 pg_p99 pg_mean
  sql CHECKPOINT 2>/dev/null || true
  load "$gateway" 1 1 1
  load "$gateway" "$latency_duration" 1 1
  pgbench_single
  single=$(calc "$p50 / $pg_p50")
  printf '\n%-36s %9s %9s %9s\n' "one connection, ms" p50 p99 mean
  printf '%-36s %9s %9s %9s\n' \
    "  a lead through the gateway" "$(calc "$p50 / 1000" %.3f)" "$(calc "$p99 / 1000" %.3f)" "$(calc "$mean / 1000" %.3f)" \
    "  the row inserted by pgbench" "$(calc "$pg_p50 / 1000" %.3f)" "$(calc "$pg_p99 / 1000" %.3f)" "$(calc "$pg_mean / 1000" %.3f)"
}


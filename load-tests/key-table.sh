#!/usr/bin/env bash
# Measures what a large table of idempotency keys takes, on a Postgres and a Redis of its own, without a gateway: bytes a
# key, WAL a lead beside ten million keys, WAL of the sweep, and the memory of Redis a token. Seven minutes.
#
# KEYS=10000000 TOKENS=1200000 load-tests/key-table.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR source=servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
need_commands psql redis-server redis-cli
[[ ! ${LEADGATE_POSTGRES_URI:-} && ! ${LEADGATE_REDIS_URI:-} ]] || die "the test needs a Postgres and a Redis of its own"

keys=${KEYS:-10000000}
tokens=${TOKENS:-1200000}

wal() { sql "SELECT pg_current_wal_insert_lsn() - '0/0'"; }

# leads NAME BATCHES ROWS KEYED: stores batches right after a checkpoint, and prints the WAL a lead.
leads() {
  local before
  sql CHECKPOINT
  before=$(wal)
  sql "CALL store($2, $3, $4)"
  printf '%-42s %6s bytes of WAL a lead\n' "$1" $((($(wal) - before) / ($2 * $3)))
}

start_postgres
for file in "$here"/../src/main/resources/db/migration/V*.sql; do
  psql -qX -v ON_ERROR_STOP=1 -1 "$database_uri" -f "$file" >/dev/null
done
cp "$here/lead.json" "$work/lead.json"
chmod 644 "$work/lead.json"
psql -qX -v ON_ERROR_STOP=1 "$database_uri" >/dev/null <<EOF
CREATE TABLE lead_default PARTITION OF lead DEFAULT;
-- The test sweeps and cleans up by itself.
ALTER TABLE idempotency_key SET (autovacuum_enabled = off);
CREATE FUNCTION new_id(n bigint) RETURNS uuid LANGUAGE sql VOLATILE AS \$\$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
    || lpad(to_hex(n % 4096), 3, '0') || '8' || substr(replace(gen_random_uuid()::text, '-', ''), 18))::uuid
\$\$;
-- Keys as batches of 512 leave them.
CREATE PROCEDURE fill(batches int) LANGUAGE plpgsql AS \$\$
BEGIN
  FOR b IN 1..batches LOOP
    INSERT INTO idempotency_key (key, lead_id, received_at, expires_at, fingerprint)
    SELECT k, new_id(i), now(), now() + interval '1 day', sha256(k::text::bytea)
    FROM (SELECT gen_random_uuid() AS k, i FROM generate_series(1, 512) AS g(i)) AS t ORDER BY k;
    COMMIT;
  END LOOP;
END \$\$;
CREATE PROCEDURE store(batches int, rows int, keyed boolean) LANGUAGE plpgsql AS \$\$
DECLARE
  body text := pg_read_file('$work/lead.json');
BEGIN
  FOR b IN 1..batches LOOP
    PERFORM store_leads_2(false, (SELECT array_agg(new_id(i) ORDER BY i) FROM generate_series(1, rows) AS g(i)),
      array_fill(1, ARRAY[rows]), array_fill('11111111-1111-4111-8111-111111111111'::uuid, ARRAY[rows]),
      array_fill(now(), ARRAY[rows]), array_fill('192.0.2.1'::text, ARRAY[rows]),
      array_fill('margaret.hollingsworth@example.com'::text, ARRAY[rows]), array_fill('+14155552671'::text, ARRAY[rows]),
      array_fill(NULL::text, ARRAY[rows]), array_fill(body, ARRAY[rows]),
      CASE WHEN keyed THEN (SELECT array_agg(gen_random_uuid()) FROM generate_series(1, rows)) END,
      CASE WHEN keyed THEN (SELECT array_agg(sha256(gen_random_uuid()::text::bytea)) FROM generate_series(1, rows)) END,
      CASE WHEN keyed THEN array_fill(86400, ARRAY[rows]) END, '{}', '{}', '{}', '{}');
    COMMIT;
    PERFORM pg_sleep(0.002); -- Ids of two batches must not share a millisecond.
  END LOOP;
END \$\$;
-- The oldest keys, in the parts that the gateway deletes at once.
CREATE PROCEDURE sweep(parts int) LANGUAGE plpgsql AS \$\$
DECLARE
  last timestamptz := '-infinity';
BEGIN
  SET enable_seqscan = off;
  FOR p IN 1..parts LOOP
    WITH expired AS MATERIALIZED (
      SELECT ctid FROM idempotency_key WHERE expires_at >= last ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), swept AS (
      DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(SELECT ctid FROM expired)) RETURNING expires_at
    )
    SELECT max(expires_at) INTO last FROM swept;
    COMMIT;
  END LOOP;
END \$\$;
EOF

sql "ALTER DATABASE postgres SET synchronous_commit = off"
for ((done = 0; done < keys; done += 512 * 1000)); do
  sql "CALL fill(1000)"
done
sql "ALTER DATABASE postgres RESET synchronous_commit"
sql "SELECT format('%s keys: %s bytes a key in the table, %s in the index of keys, %s in the index of expiry', count(*),
    pg_relation_size('idempotency_key') / count(*), round(pg_relation_size('idempotency_key_pkey') / count(*)::numeric, 1),
    pg_relation_size('idempotency_key_expires_at') / count(*)) FROM idempotency_key"

leads "alone, one at a time" 3000 1 false
leads "with a key, one at a time" 3000 1 true
leads "with a key, 100 at a time" 100 100 true
leads "with a key, 512 at a time" 400 512 true

part=$((keys / 20 / 1000))
sql "VACUUM idempotency_key"
sql CHECKPOINT
before=$(wal)
sql "CALL sweep($part)"
swept=$(wal)
sql CHECKPOINT
cleaned=$(wal)
sql "VACUUM idempotency_key"
printf '%-42s %6s bytes of WAL a key, and %s for the vacuum behind it\n' "the sweep of a twentieth of the keys" \
  $(((swept - before) / (part * 1000))) $((($(wal) - cleaned) / (part * 1000)))

start_redis
used() { redis-cli -u "$redis_uri" INFO memory | tr -d '\r' | sed -n 's/^used_memory://p'; }
# redis_bytes NAME COUNT KEY VALUE: prints the memory that Redis takes for each entry of which UUID is another.
redis_bytes() {
  local before
  redis-cli -u "$redis_uri" FLUSHALL >/dev/null
  before=$(used)
  redis-cli -u "$redis_uri" EVAL "for i = 1, $2 do
    local uuid = string.format('%08d-7f4e-4d15-9c2b-5f0a6be0c3d1', i)
    redis.call('SET', (string.gsub(KEYS[1], 'UUID', uuid)), (string.gsub(ARGV[1], 'UUID', uuid)), 'PX', 3660000)
  end" 1 "$3" "$4" >/dev/null
  printf '%-42s %6s bytes in Redis\n' "$1" $((($(used) - before) / $2))
}
redis_bytes "a token that lives" "$tokens" leadgate:token:UUID live
redis_bytes "what a client's next token is made of" 100000 leadgate:reuse:UUID:UUID:1:lead_receiver "UUID 1796000000"

verdict=reached
where_and_when "KEYS=$keys TOKENS=$tokens load-tests/key-table.sh"

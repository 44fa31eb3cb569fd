package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Leads with an idempotency key: a lead is inserted if, and only if, its key is won in the same
 * statement. A key that a concurrent transaction won is invisible to that statement (READ
 * COMMITTED), so a second one reads whose the lost keys are. Keys go in sorted, so that concurrent
 * batches do not deadlock, and each once, since one statement cannot touch a row twice: twins in a
 * batch are the losers of their own batch.
 */
public final class KeyedLeadTable implements BatchTable<Lead, IngestResult> {

  /** A key that has expired and was not swept yet is taken over. */
  private static final String INSERT =
      """
      WITH item AS (
        SELECT * FROM
          unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[],
            $7::text[], $8::text[], $9::text[], $10::bytea[])
          AS t(id, campaign_id, credential_id, received_at, remote, email, phone, fields, key,
            fingerprint)
      ), won AS (
        INSERT INTO idempotency_key AS k
          (campaign_id, key, fingerprint, lead_id, received_at, expires_at)
        SELECT campaign_id, key, fingerprint, id, received_at,
          now() + $11::int * interval '1 second'
        FROM item ORDER BY campaign_id, key COLLATE "C"
        ON CONFLICT (campaign_id, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, lead_id = excluded.lead_id,
            received_at = excluded.received_at, expires_at = excluded.expires_at
          WHERE k.expires_at <= now()
        RETURNING lead_id
      )
      INSERT INTO lead (id, campaign_id, credential_id, received_at, remote, email, phone, fields)
      SELECT id, campaign_id, credential_id, received_at, remote::inet, email, phone, fields::jsonb
      FROM item JOIN won ON won.lead_id = item.id
      """;

  private static final String RETURNING = "RETURNING id";

  /**
   * A row that an earlier try stored may take over its own key, if that expired meanwhile: it is
   * there already, and found to be the owner of its key.
   */
  private static final String INSERT_IF_ABSENT =
      INSERT + "ON CONFLICT (id) DO NOTHING " + RETURNING;

  private static final String INSERT_NEW = INSERT + RETURNING;

  /** Acknowledges the owner's lead again, which may be on the primary alone: so it must wait. */
  private static final String READ_OWNERS =
      "WITH "
          + StandbyWait.WAITS
          + "\n"
          + """
      SELECT k.campaign_id, k.key, k.fingerprint, k.lead_id, k.received_at
      FROM waits CROSS JOIN unnest($1::int[], $2::text[]) AS t(campaign_id, key)
      JOIN idempotency_key k USING (campaign_id, key)
      """;

  private static final IngestResult STORED = new IngestResult.Stored();

  private final int windowSeconds;

  public KeyedLeadTable(Duration window) {
    this.windowSeconds = (int) window.toSeconds();
  }

  /** A lead's key within its campaign. */
  private record Name(int campaignId, String key) {
    static Name of(Lead lead) {
      return new Name(lead.campaignId(), keyOf(lead).value());
    }
  }

  /** The lead that a key belongs to. */
  private record Owner(LeadId id, Fingerprint fingerprint, Instant receivedAt) {}

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeThere) {
    Map<Name, Lead> firsts = new LinkedHashMap<>();
    rows.forEach(lead -> firsts.putIfAbsent(Name.of(lead), lead));
    return insert(connection, List.copyOf(firsts.values()), maybeThere)
        .compose(
            won ->
                won.size() == rows.size()
                    ? Future.succeededFuture(rows.stream().map(lead -> STORED).toList())
                    : readOwners(connection, losers(rows, won))
                        .map(owners -> results(rows, won, owners)));
  }

  private Future<Set<UUID>> insert(SqlConnection connection, List<Lead> leads, boolean maybeThere) {
    Tuple tuple = LeadColumns.of(leads).tuple();
    tuple.addArrayOfString(leads.stream().map(lead -> keyOf(lead).value()).toArray(String[]::new));
    tuple.addArrayOfBuffer(
        leads.stream()
            .map(lead -> Buffer.buffer(keyOf(lead).fingerprint().bytes()))
            .toArray(Buffer[]::new));
    tuple.addValue(windowSeconds);
    return connection
        .preparedQuery(maybeThere ? INSERT_IF_ABSENT : INSERT_NEW)
        .execute(tuple)
        .map(
            inserted -> {
              Set<UUID> won = new HashSet<>();
              inserted.forEach(row -> won.add(row.getUUID("id")));
              return won;
            });
  }

  private static Set<Name> losers(List<Lead> rows, Set<UUID> won) {
    Set<Name> losers = new HashSet<>();
    rows.stream()
        .filter(lead -> !won.contains(lead.id().value()))
        .forEach(lead -> losers.add(Name.of(lead)));
    return losers;
  }

  private static Future<Map<Name, Owner>> readOwners(SqlConnection connection, Set<Name> names) {
    return connection
        .preparedQuery(READ_OWNERS)
        .execute(
            Tuple.tuple()
                .addArrayOfInteger(names.stream().map(Name::campaignId).toArray(Integer[]::new))
                .addArrayOfString(names.stream().map(Name::key).toArray(String[]::new)))
        .map(KeyedLeadTable::owners);
  }

  private static Map<Name, Owner> owners(RowSet<Row> rows) {
    Map<Name, Owner> owners = new HashMap<>();
    for (Row row : rows) {
      owners.put(
          new Name(row.getInteger("campaign_id"), row.getString("key")),
          new Owner(
              new LeadId(row.getUUID("lead_id")),
              new Fingerprint(row.getBuffer("fingerprint").getBytes()),
              row.getOffsetDateTime("received_at").toInstant()));
    }
    return owners;
  }

  private static List<IngestResult> results(
      List<Lead> rows, Set<UUID> won, Map<Name, Owner> owners) {
    return rows.stream()
        .map(lead -> won.contains(lead.id().value()) ? STORED : lost(lead, owners))
        .toList();
  }

  private static IngestResult lost(Lead lead, Map<Name, Owner> owners) {
    Owner owner = owners.get(Name.of(lead));
    if (owner == null) {
      // Deleted between the two statements: nothing is known, so nothing is acknowledged.
      return new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
    }
    if (owner.id().equals(lead.id())) {
      return STORED; // By an earlier try, whose outcome had been unknown.
    }
    return owner.fingerprint().equals(keyOf(lead).fingerprint())
        ? new IngestResult.Replayed(owner.id(), owner.receivedAt())
        : new IngestResult.Refused(Refusal.IDEMPOTENCY_KEY_REUSED);
  }

  private static IdempotencyKey keyOf(Lead lead) {
    return lead.idempotencyKey().orElseThrow();
  }

  @Override
  public IngestResult refused(Refusal refusal) {
    return new IngestResult.Refused(refusal);
  }
}

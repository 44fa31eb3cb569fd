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
 * Writes leads that have an idempotency key. A lead is inserted if and only if the same statement
 * wins its key. A key that a concurrent transaction won is invisible to this statement (READ
 * COMMITTED), so a second statement reads the owners of the lost keys. The keys are inserted in
 * sorted order, so that concurrent batches do not deadlock. Each key is inserted only once, because
 * one statement cannot touch a row twice: a second lead of the batch with an equal key loses
 * against the first.
 */
public final class KeyedLeadTable implements BatchTable<Lead, IngestResult> {

  /**
   * Inserts the keys and the leads of the won keys. A key that has expired but is not swept yet is
   * taken over.
   */
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
   * Skips the rows that an earlier try stored. A stored row may even take over its own key when the
   * key has expired in the meantime; the lookup then finds the row as the owner of its key.
   */
  private static final String INSERT_IF_ABSENT =
      INSERT + "ON CONFLICT (id) DO NOTHING " + RETURNING;

  private static final String INSERT_NEW = INSERT + RETURNING;

  /**
   * Reads the owners of the lost keys. The statement waits for the standby, because the owner's
   * lead is acknowledged again and may so far be on the primary alone.
   */
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

  /** An idempotency key within its campaign. */
  private record CampaignKey(int campaignId, String key) {
    static CampaignKey of(Lead lead) {
      return new CampaignKey(lead.campaignId(), keyOf(lead).value());
    }
  }

  /** The lead that owns a key. */
  private record Owner(LeadId id, Fingerprint fingerprint, Instant receivedAt) {}

  @Override
  public Future<List<IngestResult>> write(
      SqlConnection connection, List<Lead> rows, boolean maybeStored) {
    Map<CampaignKey, Lead> firsts = new LinkedHashMap<>();
    rows.forEach(lead -> firsts.putIfAbsent(CampaignKey.of(lead), lead));
    return insert(connection, List.copyOf(firsts.values()), maybeStored)
        .compose(
            won ->
                won.size() == rows.size()
                    ? Future.succeededFuture(rows.stream().map(lead -> STORED).toList())
                    : readOwners(connection, losers(rows, won))
                        .map(owners -> results(rows, won, owners)));
  }

  private Future<Set<UUID>> insert(
      SqlConnection connection, List<Lead> leads, boolean maybeStored) {
    Tuple tuple = LeadColumns.of(leads).tuple();
    tuple.addArrayOfString(leads.stream().map(lead -> keyOf(lead).value()).toArray(String[]::new));
    tuple.addArrayOfBuffer(
        leads.stream()
            .map(lead -> Buffer.buffer(keyOf(lead).fingerprint().bytes()))
            .toArray(Buffer[]::new));
    tuple.addValue(windowSeconds);
    return connection
        .preparedQuery(maybeStored ? INSERT_IF_ABSENT : INSERT_NEW)
        .execute(tuple)
        .map(
            inserted -> {
              Set<UUID> won = new HashSet<>();
              inserted.forEach(row -> won.add(row.getUUID("id")));
              return won;
            });
  }

  private static Set<CampaignKey> losers(List<Lead> rows, Set<UUID> won) {
    Set<CampaignKey> losers = new HashSet<>();
    rows.stream()
        .filter(lead -> !won.contains(lead.id().value()))
        .forEach(lead -> losers.add(CampaignKey.of(lead)));
    return losers;
  }

  private static Future<Map<CampaignKey, Owner>> readOwners(
      SqlConnection connection, Set<CampaignKey> keys) {
    return connection
        .preparedQuery(READ_OWNERS)
        .execute(
            Tuple.tuple()
                .addArrayOfInteger(
                    keys.stream().map(CampaignKey::campaignId).toArray(Integer[]::new))
                .addArrayOfString(keys.stream().map(CampaignKey::key).toArray(String[]::new)))
        .map(KeyedLeadTable::owners);
  }

  private static Map<CampaignKey, Owner> owners(RowSet<Row> rows) {
    Map<CampaignKey, Owner> owners = new HashMap<>();
    for (Row row : rows) {
      owners.put(
          new CampaignKey(row.getInteger("campaign_id"), row.getString("key")),
          new Owner(
              new LeadId(row.getUUID("lead_id")),
              new Fingerprint(row.getBuffer("fingerprint").getBytes()),
              row.getOffsetDateTime("received_at").toInstant()));
    }
    return owners;
  }

  private static List<IngestResult> results(
      List<Lead> rows, Set<UUID> won, Map<CampaignKey, Owner> owners) {
    return rows.stream()
        .map(lead -> won.contains(lead.id().value()) ? STORED : lost(lead, owners))
        .toList();
  }

  private static IngestResult lost(Lead lead, Map<CampaignKey, Owner> owners) {
    Owner owner = owners.get(CampaignKey.of(lead));
    if (owner == null) {
      // The key was deleted between the two statements. The owner is unknown, so the lead is not
      // acknowledged.
      return new IngestResult.Refused(Refusal.STORAGE_UNAVAILABLE);
    }
    if (owner.id().equals(lead.id())) {
      return STORED; // An earlier try with an unknown outcome stored the lead.
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

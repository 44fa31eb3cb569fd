package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadLook;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SoughtLead;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks at the keys and the hashes of leads, and writes nothing. The looks use the batches of a
 * lane for their bounds: the number of looks, their wait, and the time of a statement. A look waits
 * for the standby, because a lead that it finds is acknowledged again.
 *
 * <p>A look that finds nothing under a key fails if an equal lead with the key waits for its commit
 * on this node. A lead that waits on another node is not known here.
 */
public final class LeadLookTable implements BatchTable<SoughtLead, LeadLook> {

  private static final String LOOK_AT_KEYS =
      "WITH "
          + StandbyWait.WAITS
          + """

          SELECT t.place::int AS place, k.lead_id, k.received_at, k.fingerprint
          FROM waits CROSS JOIN unnest($1::uuid[]) WITH ORDINALITY AS t(key, place)
          CROSS JOIN LATERAL (
            SELECT lead_id, received_at, fingerprint FROM idempotency_key
            WHERE key = t.key AND expires_at > now() LIMIT 1
          ) AS k
          """;

  private static final String LOOK_AT_HASHES =
      """
      SELECT t.h, d.lead_id FROM unnest($1::uuid[]) AS t(h)
      CROSS JOIN LATERAL (SELECT lead_id FROM duplicate WHERE duplicate.h = t.h LIMIT 1) AS d
      """;

  /** The weight of a look in a batch, and of each of its hashes. */
  private static final long BYTES = 128;

  private static final LeadLook NOT_KNOWN = new LeadLook.Failed(Refusal.STORAGE_UNAVAILABLE);

  private final KeysUnderWay keysUnderWay;

  public LeadLookTable(KeysUnderWay keysUnderWay) {
    this.keysUnderWay = keysUnderWay;
  }

  @Override
  public Future<List<LeadLook>> write(
      SqlConnection connection, List<SoughtLead> leads, boolean maybeStored) {
    // Before the look, because a lead that is answered meanwhile may be missed by both.
    List<LeadLook> unfound =
        leads.stream()
            .map(
                lead ->
                    lead.key().filter(keysUnderWay::has).isPresent()
                        ? NOT_KNOWN
                        : LeadLook.NOT_FOUND)
            .toList();
    return lookAtKeys(connection, leads, unfound)
        .compose(looks -> lookAtHashes(connection, leads, looks));
  }

  private static Future<List<LeadLook>> lookAtKeys(
      SqlConnection connection, List<SoughtLead> leads, List<LeadLook> unfound) {
    UUID[] keys =
        leads.stream()
            .map(lead -> lead.key().map(IdempotencyKey::hash).orElse(null))
            .toArray(UUID[]::new);
    return connection
        .preparedQuery(LOOK_AT_KEYS)
        .execute(Tuple.of((Object) keys))
        .map(found -> looks(leads, found, unfound));
  }

  private static List<LeadLook> looks(
      List<SoughtLead> leads, RowSet<Row> found, List<LeadLook> unfound) {
    List<LeadLook> looks = new ArrayList<>(unfound);
    for (Row row : found) {
      int place = row.getInteger("place") - 1;
      looks.set(place, look(leads.get(place).key().orElseThrow(), row));
    }
    return looks;
  }

  private static LeadLook look(IdempotencyKey key, Row row) {
    Optional<Fingerprint> first =
        Optional.ofNullable(row.getBuffer("fingerprint"))
            .map(bytes -> new Fingerprint(bytes.getBytes()));
    boolean differs =
        first.isPresent() && key.fingerprint().isPresent() && !first.equals(key.fingerprint());
    return differs
        ? new LeadLook.OfAnotherLead()
        : new LeadLook.Known(
            new LeadId(row.getUUID("lead_id")), row.getOffsetDateTime("received_at").toInstant());
  }

  /** Looks at the hashes of the leads about which no key decides. */
  private static Future<List<LeadLook>> lookAtHashes(
      SqlConnection connection, List<SoughtLead> leads, List<LeadLook> looks) {
    List<UUID> hashes = new ArrayList<>();
    for (int i = 0; i < leads.size(); i++) {
      if (looks.get(i) instanceof LeadLook.NotFound) {
        leads.get(i).hashes().forEach(hash -> hashes.add(hash.hash()));
      }
    }
    return hashes.isEmpty()
        ? Future.succeededFuture(looks)
        : connection
            .preparedQuery(LOOK_AT_HASHES)
            .execute(Tuple.of((Object) hashes.toArray(UUID[]::new)))
            .map(found -> judged(leads, looks, found));
  }

  private static List<LeadLook> judged(
      List<SoughtLead> leads, List<LeadLook> looks, RowSet<Row> found) {
    Map<UUID, UUID> owners = new HashMap<>();
    for (Row row : found) {
      owners.put(row.getUUID("h"), row.getUUID("lead_id"));
    }
    List<LeadLook> judged = new ArrayList<>(looks);
    for (int i = 0; i < leads.size(); i++) {
      if (looks.get(i) instanceof LeadLook.NotFound) {
        judged.set(i, judge(leads.get(i).hashes(), owners));
      }
    }
    return judged;
  }

  /** Judges as the function {@code store_leads_2} does: a hash that rejects goes before others. */
  private static LeadLook judge(List<LeadHash> hashes, Map<UUID, UUID> owners) {
    LeadLook look = LeadLook.NOT_FOUND;
    for (LeadHash hash : hashes) {
      UUID owner = owners.get(hash.hash());
      boolean decides = hash.rejects() || look instanceof LeadLook.NotFound;
      if (owner != null && decides && hash.reaches(owner)) {
        look = new LeadLook.Duplicate(new LeadId(owner), hash.set(), hash.rejects());
        if (hash.rejects()) {
          return look;
        }
      }
    }
    return look;
  }

  @Override
  public long bytes(SoughtLead lead) {
    return BYTES * (1 + lead.hashes().size());
  }

  @Override
  public Object owner(SoughtLead lead) {
    return BatchTable.owner(lead.credentialId(), lead.campaignId());
  }

  @Override
  public Optional<Object> orderKey(SoughtLead lead) {
    return Optional.empty();
  }

  @Override
  public LeadLook refused(Refusal refusal) {
    return new LeadLook.Failed(refusal);
  }
}

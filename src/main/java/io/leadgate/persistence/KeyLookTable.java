package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IdempotencyKey;
import io.leadgate.domain.KeyLook;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.SoughtKey;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks at keys, and writes nothing. The looks use the batches of a lane for their bounds: the
 * number of looks, their wait, and the time of a statement. A look waits for the standby, because a
 * lead that it finds is acknowledged again.
 *
 * <p>A look that finds nothing fails if an equal lead with the key waits for its commit on this
 * node. A lead that waits on another node is not known here.
 */
public final class KeyLookTable implements BatchTable<SoughtKey, KeyLook> {

  private static final String LOOK =
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

  /** The weight of a look in a batch. */
  private static final long BYTES = 128;

  private static final KeyLook NOT_KNOWN = new KeyLook.Failed(Refusal.STORAGE_UNAVAILABLE);

  private final KeysUnderWay keysUnderWay;

  public KeyLookTable(KeysUnderWay keysUnderWay) {
    this.keysUnderWay = keysUnderWay;
  }

  @Override
  public Future<List<KeyLook>> write(
      SqlConnection connection, List<SoughtKey> keys, boolean maybeStored) {
    // Before the look, because a lead that is answered meanwhile may be missed by both.
    List<KeyLook> unfound =
        keys.stream()
            .map(sought -> keysUnderWay.has(sought.key()) ? NOT_KNOWN : KeyLook.UNUSED)
            .toList();
    return connection
        .preparedQuery(LOOK)
        .execute(
            Tuple.of(
                (Object) keys.stream().map(sought -> sought.key().hash()).toArray(UUID[]::new)))
        .map(found -> looks(keys, found, unfound));
  }

  private static List<KeyLook> looks(
      List<SoughtKey> keys, RowSet<Row> found, List<KeyLook> unfound) {
    List<KeyLook> looks = new ArrayList<>(unfound);
    for (Row row : found) {
      int place = row.getInteger("place") - 1;
      looks.set(place, look(keys.get(place).key(), row));
    }
    return looks;
  }

  private static KeyLook look(IdempotencyKey key, Row row) {
    Optional<Fingerprint> first =
        Optional.ofNullable(row.getBuffer("fingerprint"))
            .map(bytes -> new Fingerprint(bytes.getBytes()));
    boolean differs =
        first.isPresent() && key.fingerprint().isPresent() && !first.equals(key.fingerprint());
    return differs
        ? new KeyLook.OfAnotherLead()
        : new KeyLook.Known(
            new LeadId(row.getUUID("lead_id")), row.getOffsetDateTime("received_at").toInstant());
  }

  @Override
  public long bytes(SoughtKey key) {
    return BYTES;
  }

  @Override
  public Object owner(SoughtKey key) {
    return BatchTable.owner(key.credentialId(), key.campaignId());
  }

  @Override
  public Optional<Object> orderKey(SoughtKey key) {
    return Optional.empty();
  }

  @Override
  public KeyLook refused(Refusal refusal) {
    return new KeyLook.Failed(refusal);
  }
}

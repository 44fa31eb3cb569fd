package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.leadgate.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Calls the function {@code store_leads_1}, which decides about a batch of leads and stores them in
 * one round trip and one transaction. The contract of the function is in the migration that makes
 * it.
 */
final class StoreLeads {

  static final String CALL =
      "SELECT verdict, first_id, first_received_at FROM store_leads_1("
          + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

  private static final IngestResult STORED = new IngestResult.Stored();
  private static final IngestResult KEY_REUSED =
      new IngestResult.Refused(Refusal.IDEMPOTENCY_KEY_REUSED);

  private StoreLeads() {}

  /**
   * Stores the leads as far as they are to be stored.
   *
   * @param maybeStored whether an earlier try at these leads had an unknown outcome
   * @return the result of each lead, in the order of the leads
   */
  static Future<List<IngestResult>> call(
      SqlConnection connection, List<Lead> leads, boolean maybeStored) {
    List<Lead> ascending = inOrder(leads);
    return connection
        .preparedQuery(CALL)
        .execute(parameters(ascending, maybeStored))
        .map(rows -> inOrderOf(leads, ascending, Rows.all(rows, StoreLeads::result)));
  }

  /**
   * Sorts the leads by id, because every transaction locks ids in ascending order. The order of
   * {@link UUID#compareTo} is that of Postgres for UUIDv7.
   */
  static List<Lead> inOrder(List<Lead> leads) {
    return leads.stream().sorted(Comparator.comparing(lead -> lead.id().value())).toList();
  }

  private static List<IngestResult> inOrderOf(
      List<Lead> leads, List<Lead> ascending, List<IngestResult> results) {
    Map<LeadId, IngestResult> byId = HashMap.newHashMap(leads.size());
    Iterator<IngestResult> next = results.iterator();
    ascending.forEach(lead -> byId.put(lead.id(), next.next()));
    return leads.stream().map(lead -> byId.get(lead.id())).toList();
  }

  private static Tuple parameters(List<Lead> leads, boolean maybeStored) {
    Tuple tuple = Tuple.of(maybeStored);
    LeadColumns.of(leads).addTo(tuple);
    if (leads.stream().anyMatch(lead -> lead.idempotencyKey().isPresent())) {
      addKeys(tuple, leads);
    } else {
      addNulls(tuple, 3);
    }
    return addNulls(tuple, 4); // No duplicate rule is in force.
  }

  private static void addKeys(Tuple tuple, List<Lead> leads) {
    int n = leads.size();
    UUID[] hashes = new UUID[n];
    Buffer[] fingerprints = new Buffer[n];
    Integer[] seconds = new Integer[n];
    for (int i = 0; i < n; i++) {
      int row = i;
      leads
          .get(i)
          .idempotencyKey()
          .ifPresent(
              key -> {
                hashes[row] = key.hash();
                fingerprints[row] = key.fingerprint().map(StoreLeads::bytes).orElse(null);
                seconds[row] = Math.toIntExact(key.life().toSeconds());
              });
    }
    tuple.addArrayOfUUID(hashes).addArrayOfBuffer(fingerprints).addArrayOfInteger(seconds);
  }

  private static Buffer bytes(Fingerprint fingerprint) {
    return Buffer.buffer(fingerprint.bytes());
  }

  private static Tuple addNulls(Tuple tuple, int count) {
    for (int i = 0; i < count; i++) {
      tuple.addValue(null);
    }
    return tuple;
  }

  private static IngestResult result(Row row) {
    String verdict = row.getString("verdict");
    return switch (verdict) {
      case "s" -> STORED;
      case "r" ->
          new IngestResult.Replayed(
              new LeadId(row.getUUID("first_id")),
              row.getOffsetDateTime("first_received_at").toInstant());
      case "k" -> KEY_REUSED;
      default -> throw new IllegalStateException("store_leads_1 has the verdict " + verdict);
    };
  }
}

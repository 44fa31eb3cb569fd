package io.leadgate.persistence;

import io.leadgate.domain.Fingerprint;
import io.leadgate.domain.IngestResult;
import io.leadgate.domain.Lead;
import io.leadgate.domain.LeadHash;
import io.leadgate.domain.LeadId;
import io.leadgate.domain.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Calls the function {@code store_leads_2}, which decides about a batch of leads and stores them in
 * one round trip and one transaction. The contract of the function is in the migration that makes
 * it.
 */
final class StoreLeads {

  static final String CALL =
      "SELECT verdict, first_id, first_received_at, matched FROM store_leads_2("
          + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

  /** The weight of a lead's hash in a batch. */
  static final int BYTES_OF_HASH = 40;

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
        .map(rows -> inOrderOf(leads, results(ascending, rows)));
  }

  /**
   * Sorts the leads by id, because every transaction locks ids in ascending order. The order of
   * {@link UUID#compareTo} is that of Postgres for UUIDv7.
   */
  static List<Lead> inOrder(List<Lead> leads) {
    return leads.stream().sorted(Comparator.comparing(lead -> lead.id().value())).toList();
  }

  private static Map<LeadId, IngestResult> results(List<Lead> ascending, RowSet<Row> rows) {
    Map<LeadId, IngestResult> byId = HashMap.newHashMap(ascending.size());
    Iterator<Lead> next = ascending.iterator();
    for (Row row : rows) {
      Lead lead = next.next();
      byId.put(lead.id(), result(lead, row));
    }
    return byId;
  }

  /** The result of each lead, which is missing where the function has returned too few rows. */
  private static List<IngestResult> inOrderOf(List<Lead> leads, Map<LeadId, IngestResult> results) {
    return leads.stream().map(Lead::id).filter(results::containsKey).map(results::get).toList();
  }

  private static Tuple parameters(List<Lead> leads, boolean maybeStored) {
    Tuple tuple = Tuple.of(maybeStored);
    LeadColumns.of(leads).addTo(tuple);
    if (leads.stream().anyMatch(lead -> lead.idempotencyKey().isPresent())) {
      addKeys(tuple, leads);
    } else {
      addNulls(tuple, 3);
    }
    int hashes = leads.stream().mapToInt(lead -> lead.hashes().size()).sum();
    return hashes > 0 ? addHashes(tuple, leads, hashes) : addNulls(tuple, 4);
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

  private static Tuple addHashes(Tuple tuple, List<Lead> leads, int count) {
    Integer[] rows = new Integer[count];
    UUID[] hashes = new UUID[count];
    UUID[] cutoffs = new UUID[count];
    Boolean[] rejects = new Boolean[count];
    int next = 0;
    for (int row = 1; row <= leads.size(); row++) {
      for (LeadHash hash : leads.get(row - 1).hashes()) {
        rows[next] = row;
        hashes[next] = hash.hash();
        cutoffs[next] = hash.cutoff();
        rejects[next] = hash.rejects();
        next++;
      }
    }
    return tuple
        .addArrayOfInteger(rows)
        .addArrayOfUUID(hashes)
        .addArrayOfUUID(cutoffs)
        .addArrayOfBoolean(rejects);
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

  private static IngestResult result(Lead lead, Row row) {
    Optional<LeadId> first = Optional.ofNullable(row.getUUID("first_id")).map(LeadId::new);
    String verdict = row.getString("verdict");
    return switch (verdict) {
      case "s" -> first.isEmpty() ? IngestResult.STORED : new IngestResult.Stored(first);
      case "r" ->
          new IngestResult.Replayed(
              first.orElseThrow(), row.getOffsetDateTime("first_received_at").toInstant());
      case "k" -> KEY_REUSED;
      case "d" ->
          new IngestResult.Duplicate(first.orElseThrow(), set(lead, row.getUUID("matched")));
      default -> throw new IllegalStateException("store_leads_2 has the verdict " + verdict);
    };
  }

  private static List<String> set(Lead lead, UUID matched) {
    return lead.hashes().stream()
        .filter(hash -> hash.hash().equals(matched))
        .map(LeadHash::set)
        .findFirst()
        .orElseThrow();
  }
}

package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.LeadOrigin;
import io.leadgate.domain.StoredLead;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads where stored leads come from. The lead source of the first lead of a duplicate says whether
 * a reader may know the first lead. Thread-safe.
 */
public final class LeadOrigins {

  /** Looks for each id in its own partition; a list of ids would be sought in all partitions. */
  private static final String READ =
      """
      SELECT t.id, c.lead_source_id, l.duplicate_of FROM unnest($1::uuid[]) AS t(id)
      CROSS JOIN LATERAL
        (SELECT campaign_id, duplicate_of FROM lead WHERE lead.id = t.id LIMIT 1) AS l
      JOIN campaign c ON c.id = l.campaign_id
      """;

  private final Pool pool;

  public LeadOrigins(Pool pool) {
    this.pool = pool;
  }

  /** Reads the origin of each lead; a lead that is gone, or whose campaign is, has none. */
  Future<Map<LeadId, LeadOrigin>> of(Set<LeadId> ids) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of((Object) ids.stream().map(LeadId::value).toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<LeadId, LeadOrigin> origins = new HashMap<>();
              for (Row row : rows) {
                origins.put(
                    new LeadId(row.getUUID("id")),
                    new LeadOrigin(
                        row.getInteger("lead_source_id"),
                        Optional.ofNullable(row.getUUID("duplicate_of")).map(LeadId::new)));
              }
              return origins;
            });
  }

  /**
   * Takes out the first leads that the reader may not know: those that are not of the lead source
   * to which the reader is bound, and those that are gone. Only leads with a duplicate among them
   * cost a query.
   *
   * @param boundTo the lead source to which the reader is bound, if any
   */
  Future<List<StoredLead>> knownTo(Optional<Integer> boundTo, List<StoredLead> leads) {
    Set<LeadId> firsts =
        leads.stream()
            .map(StoredLead::duplicateOf)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    if (boundTo.isEmpty() || firsts.isEmpty()) {
      return Future.succeededFuture(leads);
    }
    return of(firsts)
        .map(
            origins ->
                leads.stream()
                    .map(
                        lead ->
                            lead.duplicateOf()
                                    .map(origins::get)
                                    .map(LeadOrigin::leadSourceId)
                                    .equals(boundTo)
                                ? lead
                                : lead.withoutFirst())
                    .toList());
  }
}

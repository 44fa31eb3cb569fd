package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
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
 * Reads the lead sources of the first leads of duplicates, which say whether a reader may know the
 * first leads. Thread-safe.
 */
public final class LeadSources {

  /** Looks for each id in its own partition; a list of ids would be sought in all partitions. */
  private static final String READ =
      """
      SELECT t.id, c.lead_source_id FROM unnest($1::uuid[]) AS t(id)
      CROSS JOIN LATERAL (SELECT campaign_id FROM lead WHERE lead.id = t.id LIMIT 1) AS l
      JOIN campaign c ON c.id = l.campaign_id
      """;

  private final Pool pool;

  public LeadSources(Pool pool) {
    this.pool = pool;
  }

  /** Reads the lead source of each lead; a lead that is gone, or whose campaign is, has none. */
  Future<Map<LeadId, Integer>> of(Set<LeadId> ids) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of((Object) ids.stream().map(LeadId::value).toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<LeadId, Integer> sources = new HashMap<>();
              for (Row row : rows) {
                sources.put(new LeadId(row.getUUID("id")), row.getInteger("lead_source_id"));
              }
              return sources;
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
            sources ->
                leads.stream()
                    .map(
                        lead ->
                            lead.duplicateOf().map(sources::get).equals(boundTo)
                                ? lead
                                : lead.withoutFirst())
                    .toList());
  }
}

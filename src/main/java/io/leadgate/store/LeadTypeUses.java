package io.leadgate.store;

import io.leadgate.domain.Campaign;
import io.leadgate.domain.Coded;
import io.leadgate.domain.Slice;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads which campaigns use a lead type. Each future fails with {@link StorageAway} and nothing
 * else. Thread-safe.
 */
public final class LeadTypeUses {

  private static final String COUNT =
      """
      SELECT lead_type_id, count(*) AS campaigns FROM campaign
      WHERE lead_type_id = ANY($1) AND deleted_at IS NULL GROUP BY lead_type_id
      """;

  private static final String CAMPAIGNS =
      """
      SELECT id, name, status FROM campaign
      WHERE lead_type_id = $1 AND deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3
      """;

  private final Pool pool;

  public LeadTypeUses(Pool pool) {
    this.pool = pool;
  }

  /** A campaign as a list of uses shows it. */
  public record Use(int campaignId, String name, Campaign.Status status) {}

  /** The number of campaigns of each lead type that has any. */
  public Future<Map<Integer, Long>> counts(List<Integer> ids) {
    return TimeLimit.READ.on(
        pool.preparedQuery(COUNT)
            .execute(Tuple.of((Object) ids.toArray(Integer[]::new)))
            .map(
                rows -> {
                  Map<Integer, Long> counts = new HashMap<>();
                  rows.forEach(
                      row -> counts.put(row.getInteger("lead_type_id"), row.getLong("campaigns")));
                  return counts;
                }));
  }

  /**
   * Lists the campaigns of a lead type in the order of their ids.
   *
   * @param after the id behind which the page begins
   */
  public Future<Slice<Use>> campaigns(int id, int after, int limit) {
    return TimeLimit.READ.on(
        pool.preparedQuery(CAMPAIGNS)
            .execute(Tuple.of(id, after, limit + 1))
            .map(
                rows ->
                    Slice.of(
                        Rows.all(
                            rows,
                            row ->
                                new Use(
                                    row.getInteger("id"),
                                    row.getString("name"),
                                    Coded.stored(Campaign.Status.class, row.getString("status")))),
                        limit)));
  }
}

package io.leadgate.store;

import io.leadgate.domain.LeadId;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Counts what admins look at with lead sources and campaigns. The time of a lead is in its id, so
 * that the index of campaigns has all that is read for {@link Traffic}. A page of objects counts
 * 100,000 leads in all at most. Counts of leads share connections with searches, and give way: a
 * count that does not end in time is missing, and takes no page away. Thread-safe.
 */
public final class VendorFigures {

  private static final int LEADS_MAX = 100_000;

  /** Rows are read, and not the index alone. */
  private static final int LEADS_READ_MAX = 10_000;

  /** A page waits no longer for a count. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(2);

  private static final Duration DAY = Duration.ofDays(1);

  /** A lead source may have thousands of campaigns, each of which is looked for in each day. */
  private static final Duration SOURCES_LOOK_BACK = Duration.ofDays(31);

  private static final String OF_SOURCES =
      """
      SELECT s.id, own.campaigns, own.active, (
          SELECT count(*) FROM credential WHERE lead_source_id = s.id
        ) AS credentials
      FROM unnest($1::int[]) AS s(id) CROSS JOIN LATERAL (
        SELECT count(*) AS campaigns, count(*) FILTER (WHERE status = 'active') AS active
        FROM campaign WHERE lead_source_id = s.id AND deleted_at IS NULL
      ) AS own
      """;

  private static final String TRAFFIC_OF_SOURCES =
      """
      SELECT s.id, (
          SELECT l.id FROM campaign c CROSS JOIN LATERAL (
            SELECT id FROM lead WHERE campaign_id = c.id AND id >= $4 ORDER BY id DESC LIMIT 1
          ) AS l
          WHERE c.lead_source_id = s.id AND c.deleted_at IS NULL ORDER BY l.id DESC LIMIT 1
        ) AS last, (
          SELECT count(*) FROM (
            SELECT FROM campaign c CROSS JOIN LATERAL (
              SELECT FROM lead WHERE campaign_id = c.id AND id >= $2 LIMIT $3
            ) AS l
            WHERE c.lead_source_id = s.id AND c.deleted_at IS NULL LIMIT $3
          ) AS few
        ) AS leads
      FROM unnest($1::int[]) AS s(id)
      """;

  private static final String TRAFFIC_OF_CAMPAIGNS =
      """
      SELECT c.id, (
          SELECT id FROM lead WHERE campaign_id = c.id ORDER BY id DESC LIMIT 1
        ) AS last, (
          SELECT count(*) FROM (
            SELECT FROM lead WHERE campaign_id = c.id AND id >= $2 LIMIT $3
          ) AS few
        ) AS leads
      FROM unnest($1::int[]) AS c(id)
      """;

  private static final String WITHOUT_TOKEN =
      """
      SELECT count(*) FILTER (WHERE credential_id IS NULL) AS without, count(*) AS looked_at
      FROM (
        SELECT credential_id FROM lead WHERE campaign_id = $1 AND id >= $2
        ORDER BY id DESC LIMIT $3
      ) AS newest
      """;

  private final Pool catalog;
  private final Pool leads;
  private final InstantSource clock;

  /**
   * @param catalog for what the page cannot do without
   * @param leads for the counts of leads
   */
  public VendorFigures(Pool catalog, Pool leads, InstantSource clock) {
    this.catalog = catalog;
    this.leads = leads;
    this.clock = clock;
  }

  /**
   * A lead source in numbers.
   *
   * @param active the active campaigns
   */
  public record OfSource(long campaigns, long active, long credentials) {}

  /**
   * The leads of a lead source or a campaign.
   *
   * @param last the time of the last lead; of a lead source only within 31 days
   * @param leads the leads of the last 24 hours
   */
  public record Traffic(Optional<Instant> last, BoundedCount leads) {}

  /**
   * The leads of the last 24 hours that came without a good token.
   *
   * @param lookedAt the leads that were looked at, the newest
   * @param isAll whether these are all leads of the last 24 hours
   */
  public record WithoutToken(long leads, long lookedAt, boolean isAll) {}

  /** Counts for each lead source of a page. Fails with {@link StorageAway}. */
  public Future<Map<Integer, OfSource>> ofSources(List<Integer> ids) {
    return TimeLimit.READ.on(
        catalog
            .preparedQuery(OF_SOURCES)
            .execute(Tuple.of(ids.toArray(Integer[]::new)))
            .map(
                rows ->
                    byId(
                        rows,
                        row ->
                            new OfSource(
                                row.getLong("campaigns"),
                                row.getLong("active"),
                                row.getLong("credentials")))));
  }

  /** Counts for each lead source of a page; never fails. */
  public Future<Map<Integer, Traffic>> trafficOfSources(List<Integer> ids) {
    int max = leadsMax(ids.size());
    return traffic(
        TRAFFIC_OF_SOURCES,
        Tuple.of(
            ids.toArray(Integer[]::new),
            since(DAY),
            BoundedCount.limit(max),
            since(SOURCES_LOOK_BACK)),
        max);
  }

  /** Counts for each campaign of a page; never fails. */
  public Future<Map<Integer, Traffic>> trafficOfCampaigns(List<Integer> ids) {
    int max = leadsMax(ids.size());
    return traffic(
        TRAFFIC_OF_CAMPAIGNS,
        Tuple.of(ids.toArray(Integer[]::new), since(DAY), BoundedCount.limit(max)),
        max);
  }

  private Future<Map<Integer, Traffic>> traffic(String query, Tuple values, int max) {
    return leads
        .preparedQuery(query)
        .execute(values)
        .map(rows -> byId(rows, row -> traffic(row, max)))
        .timeout(COUNTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Map.of());
  }

  /** Counts in the newest 10,000 leads of a campaign; empty if that was not done in time. */
  public Future<Optional<WithoutToken>> withoutToken(int campaignId) {
    return leads
        .preparedQuery(WITHOUT_TOKEN)
        .execute(Tuple.of(campaignId, since(DAY), LEADS_READ_MAX))
        .map(rows -> Optional.of(Rows.one(rows, VendorFigures::withoutToken)))
        .timeout(COUNTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Optional.empty());
  }

  private static WithoutToken withoutToken(Row row) {
    long lookedAt = row.getLong("looked_at");
    return new WithoutToken(row.getLong("without"), lookedAt, lookedAt < LEADS_READ_MAX);
  }

  private static <T> Map<Integer, T> byId(RowSet<Row> rows, Function<Row, T> read) {
    Map<Integer, T> figures = new HashMap<>();
    rows.forEach(row -> figures.put(row.getInteger("id"), read.apply(row)));
    return figures;
  }

  private UUID since(Duration before) {
    return LeadId.leastAt(clock.instant().minus(before));
  }

  private static Traffic traffic(Row row, int max) {
    return new Traffic(
        Optional.ofNullable(row.getUUID("last")).map(id -> new LeadId(id).time()),
        BoundedCount.of(row.getLong("leads"), max));
  }

  /** The most leads that are counted for each of so many objects, a power of ten. */
  private static int leadsMax(int objects) {
    int max = LEADS_MAX;
    while (max > 1 && (long) max * objects > LEADS_MAX) {
      max /= 10;
    }
    return max;
  }
}

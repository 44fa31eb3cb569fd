package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts the lead sources that have gone silent: active sources of whose active campaigns no lead
 * came for five times the median gap between their last 200 leads within a week, and for at least
 * 15 minutes. A source with fewer than 20 leads in the week is never silent. One node counts in a
 * minute, and keeps the count in Postgres for the others. Thread-safe.
 */
public final class SilentSources {

  private static final Duration WEEK = Duration.ofDays(7);

  /** A count that is older is unknown. */
  private static final Duration AGE_MAX = Duration.ofMinutes(5);

  /** The sources of a statement, so that each statement is short. */
  private static final int SLICE = 200;

  /** Takes the turn of this minute, also if the count fails then. */
  private static final String TAKE_TURN =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + " UPDATE silent_lead_sources SET tried_at = $1 FROM alone"
          + " WHERE tried_at <= $1::timestamptz - interval '50 seconds' RETURNING 1";

  /**
   * Counts in a slice of the sources. The time of a lead is in the first 48 bits of its id, so that
   * the index has all that is read. A statement that writes nothing holds up no reader of the feed.
   */
  private static final String COUNT =
      """
      SELECT max(s.id) AS last_id, count(*) FILTER (WHERE habit.leads >= 20
        AND extract(epoch FROM $2::timestamptz) * 1000 - habit.last_at
          > greatest(5 * habit.median, 15 * 60000))::int AS silent
      FROM (
        SELECT id FROM lead_source WHERE status = 'active' AND deleted_at IS NULL AND id > $3
        ORDER BY id LIMIT $4
      ) AS s CROSS JOIN LATERAL (
        SELECT count(*) AS leads, max(at) AS last_at,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS median
        FROM (
          SELECT at, at - lag(at) OVER (ORDER BY at) AS gap
          FROM (
            SELECT ('x' || translate(left(l.id::text, 13), '-', ''))::bit(48)::bigint AS at
            FROM campaign c CROSS JOIN LATERAL (
              SELECT id FROM lead WHERE campaign_id = c.id AND id >= $1 ORDER BY id DESC LIMIT 200
            ) AS l
            WHERE c.lead_source_id = s.id AND c.status = 'active' AND c.deleted_at IS NULL
            ORDER BY l.id DESC LIMIT 200
          ) AS last_leads
        ) AS gaps
      ) AS habit
      """;

  private static final String KEEP =
      "WITH "
          + StandbyWait.ALONE_WITHIN
          + " UPDATE silent_lead_sources SET counted_at = $1, sources = $2 FROM alone";
  private static final String READ = "SELECT counted_at, sources FROM silent_lead_sources";

  private final Pool pool;
  private final InstantSource clock;
  private volatile Known known = new Known(Instant.MIN, 0);

  private record Known(Instant countedAt, int sources) {}

  private record Slice(Optional<Integer> lastId, int silent) {}

  public SilentSources(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** The last count; NaN if no node has counted for some minutes. */
  public double last() {
    Known last = known;
    return last.countedAt().isBefore(clock.instant().minus(AGE_MAX)) ? Double.NaN : last.sources();
  }

  /** Counts if it is this node's turn, and reads the count. */
  Future<Void> look() {
    Instant now = clock.instant();
    OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
    return pool.preparedQuery(TAKE_TURN)
        .execute(Tuple.of(at))
        .compose(
            turn ->
                turn.size() == 0
                    ? Future.succeededFuture()
                    : countFrom(0, 0, LeadId.leastAt(now.minus(WEEK)), at)
                        .compose(silent -> pool.preparedQuery(KEEP).execute(Tuple.of(at, silent))))
        .compose(counted -> pool.query(READ).execute())
        .onSuccess(rows -> known = Rows.one(rows, SilentSources::read))
        .mapEmpty();
  }

  private static Known read(Row row) {
    return new Known(row.getOffsetDateTime("counted_at").toInstant(), row.getInteger("sources"));
  }

  private Future<Integer> countFrom(int afterId, int before, UUID since, OffsetDateTime at) {
    return pool.preparedQuery(COUNT)
        .execute(Tuple.of(since, at, afterId, SLICE))
        .map(
            rows ->
                Rows.one(
                    rows,
                    row ->
                        new Slice(
                            Optional.ofNullable(row.getInteger("last_id")),
                            row.getInteger("silent"))))
        .compose(
            slice ->
                slice.lastId().isPresent()
                    ? countFrom(slice.lastId().get(), before + slice.silent(), since, at)
                    : Future.succeededFuture(before));
  }
}

package io.leadgate.persistence;

import io.leadgate.domain.LeadId;
import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Deletes the refused duplicates in the quarantine that are too old, a chunk in each transaction.
 * One node deletes at a time. A trigger keeps the count of the rows, whose lock each chunk holds
 * until its commit, which therefore waits for no standby.
 */
public final class DuplicatesRetention {

  private static final int CHUNK_ROWS = 500;

  private static final String DELETE =
      """
      WITH turn AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock($1) AS mine
      ), old AS MATERIALIZED (
        SELECT id FROM quarantine
        WHERE (SELECT mine FROM turn) AND lane = 'duplicates' AND id < $2
        ORDER BY id LIMIT $3
      ), gone AS (
        DELETE FROM quarantine WHERE id = ANY (ARRAY(SELECT id FROM old)) AND id < $2 RETURNING id
      )
      SELECT count(*)::int AS rows FROM gone
      """;

  private final Pool pool;
  private final Duration retention;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public DuplicatesRetention(
      Pool pool, Duration retention, InstantSource clock, Telemetry telemetry) {
    this.pool = pool;
    this.retention = retention;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** Deletes all rows that are too old, and completes when none is left. */
  Future<Void> delete() {
    UUID from = LeadId.leastAt(clock.instant().minus(retention));
    return pool.withTransaction(connection -> delete(connection, from))
        .compose(
            rows -> {
              telemetry.emit(new Event.DuplicatesExpired(rows));
              return rows == CHUNK_ROWS ? delete() : Future.succeededFuture();
            });
  }

  private static Future<Integer> delete(SqlConnection connection, UUID from) {
    return connection
        .query(StandbyWait.ALONE)
        .execute()
        .compose(
            alone ->
                connection
                    .preparedQuery(DELETE)
                    .execute(Tuple.of(AdvisoryLock.EXPIRE_DUPLICATES.key(), from, CHUNK_ROWS)))
        .map(rows -> Rows.one(rows, row -> row.getInteger("rows")));
  }
}

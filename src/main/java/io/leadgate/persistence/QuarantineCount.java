package io.leadgate.persistence;

import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Sets the counts of the quarantine's rows right, which are wrong once a partition was dropped or
 * rows were changed by hand.
 *
 * <p>Rows and count are read in one statement, which sees each insert whole or not at all: by how
 * much they differ is exact, although nobody is held up meanwhile, and it is that difference that
 * is added to what the count is by then. Nodes do it one at a time, or two would add the same.
 */
public final class QuarantineCount {

  /**
   * The count may look at many rows; the pool closes a connection on which nothing comes. Batches
   * wait for the lock of the count, so its commit waits for no standby.
   */
  private static final String PATIENCE =
      "SET LOCAL statement_timeout = '10s'; " + StandbyWait.ALONE;

  private static final String MEND =
      """
      WITH there AS MATERIALIZED (SELECT count(*) AS rows FROM quarantine WHERE signed = $1),
      drift AS MATERIALIZED (
        SELECT there.rows - counted.rows AS rows
        FROM there CROSS JOIN quarantine_rows counted WHERE counted.signed = $1
      )
      UPDATE quarantine_rows counted SET rows = counted.rows + drift.rows
      FROM drift WHERE counted.signed = $1 AND drift.rows <> 0
      RETURNING drift.rows AS drift
      """;

  private final Pool pool;
  private final Telemetry telemetry;

  public QuarantineCount(Pool pool, Telemetry telemetry) {
    this.pool = pool;
    this.telemetry = telemetry;
  }

  Future<Void> mend() {
    return mend(false).compose(strangers -> mend(true));
  }

  /** A transaction for each kind, so that none ever has one's lock and waits for the other's. */
  private Future<Void> mend(boolean signed) {
    return pool.withTransaction(connection -> mendUnderLock(connection, signed))
        .onSuccess(
            drift -> {
              if (drift != 0) {
                telemetry.emit(new Event.QuarantineRecounted(signed, drift));
              }
            })
        .mapEmpty();
  }

  private static Future<Long> mendUnderLock(SqlConnection connection, boolean signed) {
    return connection
        .preparedQuery("SELECT pg_try_advisory_xact_lock($1) AS mine")
        .execute(Tuple.of(AdvisoryLock.COUNT_QUARANTINE.key()))
        .compose(
            locked ->
                Rows.one(locked, row -> row.getBoolean("mine"))
                    ? connection
                        .query(PATIENCE)
                        .execute()
                        .compose(
                            patient -> connection.preparedQuery(MEND).execute(Tuple.of(signed)))
                        .map(found -> Rows.first(found, row -> row.getLong("drift")).orElse(0L))
                    : Future.succeededFuture(0L));
  }
}

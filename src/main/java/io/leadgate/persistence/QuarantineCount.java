package io.leadgate.persistence;

import io.leadgate.domain.QuarantineLane;
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
 * Corrects the counts of quarantined rows, which are wrong after a partition was dropped or rows
 * were changed by hand.
 *
 * <p>One statement reads the rows and the count, and sees each insert either whole or not at all.
 * The difference is therefore exact although no insert is blocked, and this difference is added to
 * the then current count. An advisory lock lets one node correct at a time, because two nodes would
 * add the same difference twice.
 */
public final class QuarantineCount {

  /**
   * Allows a long statement, because the count may read many rows and the pool closes a silent
   * connection. The commit waits for no standby, because batches wait for the lock of the count.
   */
  private static final String TRANSACTION_SETTINGS =
      "SET LOCAL statement_timeout = '10s'; " + StandbyWait.ALONE;

  private static final String CORRECT =
      """
      WITH there AS MATERIALIZED (SELECT count(*) AS rows FROM quarantine WHERE lane = $1),
      drift AS MATERIALIZED (
        SELECT there.rows - counted.rows AS rows
        FROM there CROSS JOIN quarantine_rows counted WHERE counted.lane = $1
      )
      UPDATE quarantine_rows counted SET rows = counted.rows + drift.rows
      FROM drift WHERE counted.lane = $1 AND drift.rows <> 0
      RETURNING drift.rows AS drift
      """;

  private final Pool pool;
  private final Telemetry telemetry;

  public QuarantineCount(Pool pool, Telemetry telemetry) {
    this.pool = pool;
    this.telemetry = telemetry;
  }

  Future<Void> correct() {
    Future<Void> all = Future.succeededFuture();
    for (QuarantineLane lane : QuarantineLane.values()) {
      Future<Void> before = all;
      all = before.transform(done -> correct(lane)).compose(corrected -> before);
    }
    return all;
  }

  /**
   * Corrects the count of a lane in a transaction of its own, so that a node never waits for the
   * lock of one lane while it holds the lock of another lane.
   */
  private Future<Void> correct(QuarantineLane lane) {
    return pool.withTransaction(connection -> correctUnderLock(connection, lane))
        .onSuccess(
            drift -> {
              if (drift != 0) {
                telemetry.emit(new Event.QuarantineRecounted(lane, drift));
              }
            })
        .mapEmpty();
  }

  private static Future<Long> correctUnderLock(SqlConnection connection, QuarantineLane lane) {
    return connection
        .preparedQuery("SELECT pg_try_advisory_xact_lock($1) AS mine")
        .execute(Tuple.of(AdvisoryLock.COUNT_QUARANTINE.key()))
        .compose(
            locked ->
                Rows.one(locked, row -> row.getBoolean("mine"))
                    ? connection
                        .query(TRANSACTION_SETTINGS)
                        .execute()
                        .compose(
                            patient ->
                                connection.preparedQuery(CORRECT).execute(Tuple.of(lane.code())))
                        .map(found -> Rows.first(found, row -> row.getLong("drift")).orElse(0L))
                    : Future.succeededFuture(0L));
  }
}

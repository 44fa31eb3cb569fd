package io.leadgate.duplicates.upkeep;

import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a step of the work on hashes in a transaction of its own. The lock on the row of {@code
 * duplicate_work} lets a single node work at a time, and ends with the transaction, so the work
 * survives the end of its node. Behind each step all nodes rest for nine times as long as the step
 * took, so the work takes at most a tenth of the database's time, however many nodes there are.
 *
 * <p>A step is short: while it runs, readers of the feed wait for it, and so do batches of leads
 * that need a hash which the step holds. The commit waits for no standby, because work that a
 * fail-over loses is done again.
 */
final class WorkTurn {

  /** A batch of leads waits longer for a lock, so a step is what gives way. */
  private static final String SETTINGS =
      "SET LOCAL lock_timeout = '100ms'; SET LOCAL statement_timeout = '900ms'; "
          + StandbyWait.ALONE;

  private static final String TAKE =
      """
      SELECT sweep_page, sweep_at <= clock_timestamp() AS sweep_is_due FROM duplicate_work
      WHERE rests_until <= clock_timestamp() FOR UPDATE SKIP LOCKED
      """;

  private static final String REST =
      "UPDATE duplicate_work SET rests_until = clock_timestamp() + 9 * (clock_timestamp() - now())";

  private WorkTurn() {}

  /** The end of a step. */
  enum Outcome {
    /** The step has done work, and more work may be left. */
    WORKED,
    /** There is work for later: another node works, all nodes rest, or the time has not come. */
    WAITS,
    /** There is no work. */
    NOTHING
  }

  /**
   * The work at the beginning of a step.
   *
   * @param sweepPage the page at which the sweep goes on
   * @param sweepIsDue whether the time of the next sweep has come
   */
  record Work(long sweepPage, boolean sweepIsDue) {
    private static Work of(Row row) {
      return new Work(row.getLong("sweep_page"), row.getBoolean("sweep_is_due"));
    }
  }

  /** Runs a step. The transaction is committed if the step has done work. */
  static Future<Outcome> run(SqlConnection connection, Function<Work, Future<Outcome>> step) {
    return execute(connection, "BEGIN")
        .compose(begun -> execute(connection, SETTINGS))
        .compose(set -> connection.query(TAKE).execute())
        .map(rows -> Rows.first(rows, Work::of))
        .compose(work -> within(work, step))
        .compose(
            outcome -> end(connection, outcome),
            failure ->
                execute(connection, "ROLLBACK")
                    .transform(rolledBack -> Future.failedFuture(failure)));
  }

  private static Future<Outcome> within(Optional<Work> work, Function<Work, Future<Outcome>> step) {
    return work.map(step).orElseGet(() -> Future.succeededFuture(Outcome.WAITS));
  }

  private static Future<Outcome> end(SqlConnection connection, Outcome outcome) {
    return switch (outcome) {
      case WORKED ->
          execute(connection, REST).compose(rests -> execute(connection, "COMMIT")).map(outcome);
      case WAITS, NOTHING -> execute(connection, "ROLLBACK").map(outcome);
    };
  }

  private static Future<Void> execute(SqlConnection connection, String sql) {
    return connection.query(sql).execute().mapEmpty();
  }
}

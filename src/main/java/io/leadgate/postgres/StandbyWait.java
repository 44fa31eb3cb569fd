package io.leadgate.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotice;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Makes an acknowledgement wait for the synchronous standby, where Postgres has one.
 *
 * <p>Postgres commits on the primary first; then the transaction waits for the standby. If the
 * primary crashes in this wait, or the wait is cancelled, then the commit is visible on the primary
 * and the standby does not have it. Two answers would be false then:
 *
 * <ul>
 *   <li>A transaction that finds its rows there writes no WAL, and Postgres lets it wait for no
 *       standby. With this class, the transaction writes a small record. The commit of the record
 *       is later in the WAL than each row that the transaction has seen, and the standby confirms
 *       WAL in order.
 *   <li>A wait that is cancelled ends with success and a warning. Here the warning is a failure.
 * </ul>
 *
 * Thread-safe.
 */
public final class StandbyWait {

  private static final String RECORD = "SELECT pg_logical_emit_message(true, 'leadgate', '')";

  /**
   * The record as a part of a statement's WITH. The FROM of the statement must name {@code waits},
   * because Postgres does not execute a SELECT in a WITH that nothing refers to. The record is then
   * written if the statement finds at least one row.
   */
  public static final String WAITS = "waits AS MATERIALIZED (" + RECORD + ")";

  /**
   * Lets the commit of a transaction wait for no standby. This is the first statement of a
   * transaction that is acknowledged to nobody. The standby gets the commit before any later
   * commit.
   */
  public static final String ALONE = "SET LOCAL synchronous_commit = local";

  /** {@link #ALONE} as a part of a statement's WITH; the FROM must name {@code alone}. */
  public static final String ALONE_WITHIN =
      "alone AS MATERIALIZED (SELECT set_config('synchronous_commit', 'local', true))";

  /**
   * The function of Postgres that gives the warning; the text of the warning depends on a locale.
   */
  private static final String ROUTINE = "SyncRepWaitForLSN";

  private StandbyWait() {}

  /** The commit is on the primary, and maybe not on the standby. */
  private static final class WaitCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WaitCancelled() {
      super("the wait for the standby was cancelled", null, false, false);
    }
  }

  /**
   * Writes the record. In an open transaction the commit then waits for the standby. Otherwise the
   * record is a transaction of its own, and the future completes when the standby has it. Called
   * only within {@link #watched}.
   */
  public static Future<Void> record(SqlConnection connection) {
    return connection.query(RECORD).execute().mapEmpty();
  }

  /**
   * Runs a look that finds an answer, or finds nothing if something must be written first. An
   * answer is returned when the standby has everything that the look has seen.
   */
  public static <T> Future<Optional<T>> settled(
      Pool pool, Function<SqlConnection, Future<Optional<T>>> look) {
    return watched(
        pool,
        connection ->
            look.apply(connection)
                .compose(
                    answer ->
                        answer.isPresent()
                            ? record(connection).map(answer)
                            : Future.succeededFuture(answer)));
  }

  /** Runs {@link #watched(SqlConnection, Function)} on a connection of the pool. */
  public static <T> Future<T> watched(Pool pool, Function<SqlConnection, Future<T>> work) {
    return pool.withConnection(connection -> watched(connection, work));
  }

  /**
   * Runs the work. The result fails if Postgres has cancelled a wait for the standby meanwhile,
   * because a fail-over may then lose the commit. A connection runs a single work at a time.
   */
  static <T> Future<T> watched(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    // Postgres sends the warning before the end of the command, and the client reads in order.
    AtomicBoolean cancelled = new AtomicBoolean();
    PgConnection.cast(connection)
        .noticeHandler(
            notice -> {
              if (isOfTheWait(notice)) {
                cancelled.set(true);
              }
            });
    return work.apply(connection)
        .compose(
            result ->
                cancelled.get()
                    ? Future.failedFuture(new WaitCancelled())
                    : Future.succeededFuture(result));
  }

  private static boolean isOfTheWait(PgNotice notice) {
    return ROUTINE.equals(notice.getRoutine());
  }
}

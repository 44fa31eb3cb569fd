package io.leadgate.postgres;

import io.leadgate.config.Settings;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Ends sessions that still wait for a synchronous standby although their gateway has given them up.
 * A session in this wait does not notice that its client has gone, and no time-out of Postgres ends
 * the wait. While a standby is away, each try would therefore take one of {@code max_connections}
 * for good.
 *
 * <p>The transaction of such a session is then visible on the primary, as after a crash in the
 * wait. The transaction was acknowledged to nobody, and {@link StandbyWait} holds back the answer
 * to each retry. Confined to one event loop.
 */
final class AbandonedWaits {

  private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * Ends sessions of all nodes, because {@link PostgresOptions} gives all of them the same
   * application name.
   */
  private static final String END =
      """
      SELECT count(*) FILTER (WHERE pg_cancel_backend(pid))::int AS ended FROM pg_stat_activity
      WHERE application_name = 'leadgate' AND usename = current_user
        AND datname = current_database() AND wait_event = 'SyncRep'
        AND state_change < clock_timestamp() - $1::int * interval '1 second'
      """;

  private final int secondsMax;
  private long due = System.nanoTime();

  AbandonedWaits(Settings.Storage storage) {
    this.secondsMax = (int) PostgresPools.silenceMax(storage).plusSeconds(2).toSeconds();
  }

  /**
   * Ends the abandoned waits if two seconds have passed since the last time. Completes with the
   * number of sessions that were ended; 0 if Postgres refuses the query.
   */
  Future<Integer> endWhenDue(SqlClient client) {
    long now = System.nanoTime();
    if (now - due < 0) {
      return Future.succeededFuture(0);
    }
    due = now + EVERY_NANOS;
    return client
        .preparedQuery(END)
        .execute(Tuple.of(secondsMax))
        .map(rows -> Rows.one(rows, row -> row.getInteger("ended")))
        .recover(
            failure ->
                failure instanceof PgException
                    ? Future.succeededFuture(0)
                    : Future.failedFuture(failure));
  }
}

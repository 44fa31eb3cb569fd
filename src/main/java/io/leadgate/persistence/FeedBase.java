package io.leadgate.persistence;

import io.leadgate.postgres.AdvisoryLock;
import io.leadgate.postgres.Rows;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the places of new leads behind all places that readers of the feed have seen. A place
 * counts on from a transaction id, and each PostgreSQL cluster counts its own transactions. A
 * database that was restored or imported into another cluster therefore gets a higher base, before
 * a lead is written there. At a start, so does a database that has leads whose places are still to
 * come, because the leads were loaded without the row of {@code feed}.
 *
 * <p>Transaction ids that a crash loses are given out again. A lost id must not be the place of a
 * lead that a reader has seen, so a session that writes leads must have synchronous_commit on. A
 * connection pooler can drop the setting that this gateway sends. Thread-safe.
 */
public final class FeedBase {

  /**
   * The least place of this database and timeline, by the row of {@code feed}. The place of a
   * transaction is so much more as its id says; see {@code feed_pos_1}.
   */
  static final String BEGINNING =
      "((base + ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint) << 40)";

  private static final String LAST = "(SELECT max(pos) FROM lead)";

  /**
   * Whether the leads have come from elsewhere. A lead that was written here has a place before
   * that of the next transaction id.
   */
  private static final String IS_FROM_ELSEWHERE =
      """
      (feed.system_identifier <> here.system_identifier
        OR coalesce(%s >= %s + pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false))\
      """
          .formatted(LAST, BEGINNING);

  /**
   * Looks at no lead, because a session takes 0.3 s and thousands of locks to look at 400
   * partitions.
   */
  private static final String LOOK =
      """
      SELECT current_setting('synchronous_commit') AS synchronous_commit,
        feed.system_identifier <> here.system_identifier AS is_of_another_cluster
      FROM feed, pg_control_system() AS here WHERE single_row
      """;

  private static final String LOOK_AT_LEADS =
      "SELECT %s AS is_from_elsewhere FROM feed, pg_control_system() AS here WHERE single_row"
          .formatted(IS_FROM_ELSEWHERE);

  /**
   * The sessions take turns, so that the server needs the locks of a single session, and so that
   * the base is raised once: the next session finds what the session before it has committed.
   */
  private static final String TAKE_TURNS = "SELECT pg_advisory_xact_lock($1)";

  /**
   * Raises the base above each place that readers can have seen. A cursor can be above the greatest
   * place that is stored, because retention removes leads: each of the 1,000 stands for a timeline
   * whose leads may all be gone.
   */
  private static final String RAISE =
      """
      UPDATE feed SET system_identifier = here.system_identifier,
        base = greatest(base, coalesce(%s >> 40, 0)) + 1000
      FROM pg_control_system() AS here
      WHERE single_row
      RETURNING base
      """
          .formatted(LAST);

  /** With these settings a commit is on the disk of the server before it is confirmed. */
  private static final Set<String> SAFE = Set.of("on", "remote_apply");

  private final Pool pool;
  private final Telemetry telemetry;

  public FeedBase(Pool pool, Telemetry telemetry) {
    this.pool = pool;
    this.telemetry = telemetry;
  }

  /** A crash of the server could lose commits of the session. */
  private static final class SynchronousCommitOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SynchronousCommitOff(String setting) {
      super("synchronous_commit is " + setting, null, false, false);
    }
  }

  /** Raises the base if the leads have come from elsewhere. */
  Future<Void> raiseWhereNew() {
    return tell(pool.withTransaction(FeedBase::raise));
  }

  /**
   * Checks a connection on which leads are about to be written. Fails if the session has
   * synchronous_commit off; else raises the base if the leads have come from another cluster.
   */
  public Future<Void> check(SqlConnection connection) {
    return connection
        .query(LOOK)
        .execute()
        .map(rows -> Rows.one(rows, row -> row))
        .compose(
            row -> {
              String setting = row.getString("synchronous_commit");
              if (!SAFE.contains(setting)) {
                telemetry.emit(new Event.SynchronousCommitOff(setting));
                return Future.failedFuture(new SynchronousCommitOff(setting));
              }
              return row.getBoolean("is_of_another_cluster")
                  ? tell(raiseInTransaction(connection))
                  : Future.succeededFuture();
            });
  }

  /** After a failure the caller closes the connection, and the server ends the transaction. */
  private static Future<Optional<Long>> raiseInTransaction(SqlConnection connection) {
    return connection
        .begin()
        .compose(transaction -> raise(connection).compose(base -> transaction.commit().map(base)));
  }

  /** Writes only where the base is to be raised, because the server may be read-only for now. */
  private static Future<Optional<Long>> raise(SqlConnection connection) {
    return connection
        .preparedQuery(TAKE_TURNS)
        .execute(Tuple.of(AdvisoryLock.RAISE_FEED_BASE.key()))
        .compose(turn -> connection.query(LOOK_AT_LEADS).execute())
        .map(rows -> Rows.one(rows, row -> row.getBoolean("is_from_elsewhere")))
        .compose(
            isFromElsewhere ->
                isFromElsewhere
                    ? connection
                        .query(RAISE)
                        .execute()
                        .map(rows -> Optional.of(Rows.one(rows, row -> row.getLong("base"))))
                    : Future.succeededFuture(Optional.empty()));
  }

  private Future<Void> tell(Future<Optional<Long>> raised) {
    return raised
        .onSuccess(to -> to.ifPresent(base -> telemetry.emit(new Event.FeedBaseRaised(base))))
        .mapEmpty();
  }
}

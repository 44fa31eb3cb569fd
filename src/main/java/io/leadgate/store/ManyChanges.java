package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * Makes several changes of the state in one transaction: all of them, or none. Other changes wait
 * meanwhile. Each node finds the changes with its next poll. Thread-safe.
 */
public final class ManyChanges {

  private static final String LOOK = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /** Counts the lag of the nodes from the commit, because nothing is in force before. */
  private static final String TOUCH = "UPDATE credential SET epoch = epoch WHERE changed_in = $1";

  private final Pool pool;
  private final CatalogBound bound;

  /**
   * @param bound bounds what the nodes have in memory behind all changes
   */
  public ManyChanges(Pool pool, CatalogBound bound) {
    this.pool = pool;
    this.bound = bound;
  }

  /** The open transaction. Confined to the loop of its connection. */
  public static final class Open {
    private final SqlConnection connection;
    private final Actor actor;
    private final CatalogBound bound;
    private final long weightBefore;

    private Open(SqlConnection connection, Actor actor, CatalogBound bound, long weightBefore) {
      this.connection = connection;
      this.actor = actor;
      this.bound = bound;
      this.weightBefore = weightBefore;
    }

    SqlConnection connection() {
      return connection;
    }

    /**
     * Makes a change, and adds its row to the audit log. The bound of the catalogue is not looked
     * at.
     *
     * @param action the table and the verb, as in {@code campaign.update}
     */
    <T> Future<Change<T>> run(String action, Function<SqlConnection, Future<Change<T>>> write) {
      return write
          .apply(connection)
          .compose(change -> StateChange.audit(connection, actor, action, change));
    }

    /** Whether the changes so far make the catalogue grow past its bound. */
    public Future<Boolean> isCatalogFull() {
      return CatalogBound.weight(connection)
          .map(weight -> weight > bound.bytesMax() && weight > weightBefore);
    }
  }

  /** The result of changes, and whether they are to be committed. */
  public record Ended<T>(T result, boolean commit) {}

  /**
   * Reads in one snapshot, and holds up no change. Fails with {@link StorageAway}.
   *
   * @param reading must change nothing
   */
  public <T> Future<T> look(Actor actor, Function<Open, Future<T>> reading) {
    return TimeLimit.MANY_CHANGES.on(
        pool.withConnection(
            connection ->
                connection
                    .query(LOOK)
                    .execute()
                    .compose(begun -> reading.apply(new Open(connection, actor, bound, 0)))
                    .eventually(() -> connection.query("ROLLBACK").execute())));
  }

  /**
   * Makes the changes. Fails with {@link StorageAway}.
   *
   * @param changes makes the changes one after the other
   */
  public <T> Future<T> run(Actor actor, Function<Open, Future<Ended<T>>> changes) {
    return TimeLimit.MANY_CHANGES.on(
        StandbyWait.watched(
            pool,
            connection ->
                connection
                    .begin()
                    .compose(transaction -> run(connection, transaction, actor, changes))));
  }

  private <T> Future<T> run(
      SqlConnection connection,
      Transaction transaction,
      Actor actor,
      Function<Open, Future<Ended<T>>> changes) {
    return StateChange.raiseVersion(connection)
        .compose(
            version ->
                CatalogBound.weight(connection)
                    .compose(weight -> changes.apply(new Open(connection, actor, bound, weight)))
                    .compose(
                        ended ->
                            ended.commit()
                                ? connection
                                    .preparedQuery(TOUCH)
                                    .execute(Tuple.of(version))
                                    .map(ended)
                                : Future.succeededFuture(ended)))
        .compose(
            ended ->
                (ended.commit() ? transaction.commit() : transaction.rollback())
                    .map(ended.result()),
            failure ->
                transaction.rollback().transform(rolledBack -> Future.failedFuture(failure)));
  }
}

package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.domain.Refusal;
import io.leadgate.domain.StorageAway;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.TimeLimit;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.telemetry.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Writes the state that every node holds, a change at a time; {@link ManyChanges} writes several.
 * One transaction raises the version row, which lets one writer in at a time, then makes the
 * change, then adds a row to the audit log. The change is in force on this node when its future
 * completes; if Postgres goes away at that moment, the change is in force with the next poll.
 *
 * <p>An answer without a write rests on an earlier change, which the synchronous standby may lack;
 * the answer therefore waits for the standby like a write. Thread-safe.
 */
public final class StateChange {

  private static final String RAISE = "SELECT raise_state_version() AS version";
  private static final String AUDIT =
      "INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)"
          + " VALUES ($1, $2, $3, $4, $5::text::inet, $6, $7::text::jsonb)";

  private final ChangesInTurn inTurn;
  private final Pool pool;
  private final LongFunction<Future<Void>> putInForce;
  private final Telemetry telemetry;

  /**
   * @param callers a name of the callers, whose changes take turns among themselves first
   * @param putInForce puts a version in force on this node
   */
  public StateChange(
      Vertx vertx,
      String callers,
      Pool pool,
      LongFunction<Future<Void>> putInForce,
      Telemetry telemetry) {
    this.inTurn = new ChangesInTurn(vertx, callers);
    this.pool = pool;
    this.putInForce = putInForce;
    this.telemetry = telemetry;
  }

  /** The outcome of a transaction, and the version that a write made. */
  private record Ended<T>(Change<T> change, long version) {}

  /**
   * Makes a change. Fails with {@link StorageAway}.
   *
   * @param action the table and the verb, as in {@code campaign.update}
   * @param write runs in the transaction; only {@link Change.Made} is committed
   */
  <T> Future<Change<T>> run(
      Actor actor, String action, Function<SqlConnection, Future<Change<T>>> write) {
    return TimeLimit.CHANGE
        .on(
            inTurn.run(
                () ->
                    StandbyWait.watched(
                        pool, connection -> inTransaction(connection, actor, action, write))))
        .compose(
            ended -> {
              if (!(ended.change() instanceof Change.Made<T> made)) {
                return Future.succeededFuture(ended.change());
              }
              tell(actor, action, made);
              return putInForce.apply(ended.version()).map(made);
            });
  }

  /**
   * Makes a change of a client or an admin. Refuses the change if an earlier change has ended the
   * client's token or bound its credential elsewhere, because changes wait for each other for
   * seconds.
   */
  <T> Future<Change<T>> runAs(
      Writer writer, String action, Function<SqlConnection, Future<Change<T>>> write) {
    return run(
        writer.actor(),
        action,
        connection ->
            isGood(connection, writer)
                .compose(
                    isGood ->
                        isGood
                            ? write.apply(connection)
                            : Future.succeededFuture(new Change.Refused<>(Refusal.INVALID_TOKEN))));
  }

  private static Future<Boolean> isGood(SqlConnection connection, Writer writer) {
    return writer
        .token()
        .map(token -> RevokedTokens.isGood(connection, token, writer.boundTo()))
        .orElseGet(() -> Future.succeededFuture(true));
  }

  private static <T> Future<Ended<T>> inTransaction(
      SqlConnection connection,
      Actor actor,
      String action,
      Function<SqlConnection, Future<Change<T>>> write) {
    return connection
        .begin()
        .compose(
            transaction ->
                raiseVersion(connection)
                    .compose(
                        version ->
                            write
                                .apply(connection)
                                .compose(change -> audit(connection, actor, action, change))
                                .map(change -> new Ended<>(change, version)))
                    .compose(
                        ended -> end(connection, transaction, ended),
                        failure ->
                            transaction
                                .rollback()
                                .transform(rolledBack -> Future.failedFuture(failure))));
  }

  static Future<Long> raiseVersion(SqlConnection connection) {
    return connection
        .preparedQuery(RAISE)
        .execute()
        .map(raised -> Rows.one(raised, row -> row.getLong("version")));
  }

  /** Adds the row of a change that is written to the audit log. */
  static <T> Future<Change<T>> audit(
      SqlConnection connection, Actor actor, String action, Change<T> change) {
    return change instanceof Change.Made<T> made
        ? connection
            .preparedQuery(AUDIT)
            .execute(
                Tuple.of(
                    actor.type().code(),
                    actor.name(),
                    action,
                    made.subject(),
                    actor.request().map(Actor.Request::remote).orElse(null),
                    actor.request().map(Actor.Request::id).orElse(null),
                    made.details().toString()))
            .map(change)
        : Future.succeededFuture(change);
  }

  private static <T> Future<Ended<T>> end(
      SqlConnection connection, Transaction transaction, Ended<T> ended) {
    Future<Void> over =
        ended.change() instanceof Change.Made
            ? transaction.commit()
            : transaction.rollback().compose(rolledBack -> StandbyWait.record(connection));
    return over.map(ended);
  }

  private void tell(Actor actor, String action, Change.Made<?> made) {
    telemetry.emit(
        new Event.StateChanged(
            Trace.of(actor), action, made.subject(), actor.type().code(), actor.name()));
  }
}

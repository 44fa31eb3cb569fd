package io.leadgate.store;

import io.leadgate.domain.Actor;
import io.leadgate.postgres.Rows;
import io.leadgate.postgres.StandbyWait;
import io.leadgate.postgres.StorageAway;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.telemetry.Trace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A change of the state that every node holds: the only way to write it. It raises the version row
 * first, which serialises writers, and leaves its audit row, all in one transaction; on this node
 * it is in force when its future completes, unless Postgres went away in that moment: then with the
 * next poll.
 *
 * <p>Where there is nothing to write, the answer rests on an earlier change, which may not be on
 * the synchronous standby yet: so the standby is waited for as after a write.
 */
public final class StateChange {

  private static final String RAISE = "SELECT raise_state_version() AS version";
  private static final String AUDIT =
      "INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)"
          + " VALUES ($1, $2, $3, $4, $5::text::inet, $6, $7::text::jsonb)";

  private static final long SECONDS_MAX = 10;

  private final Pool pool;
  private final LongFunction<Future<Void>> putInForce;
  private final Telemetry telemetry;

  /**
   * @param putInForce on this node, given the version that the change made
   */
  public StateChange(Pool pool, LongFunction<Future<Void>> putInForce, Telemetry telemetry) {
    this.pool = pool;
    this.putInForce = putInForce;
    this.telemetry = telemetry;
  }

  /** How a write ended inside its transaction. */
  sealed interface Step<T> {

    /**
     * @param action what was done to what: {@code campaign.update}
     * @param subject the id of what was changed
     * @param details a JSON object; never a secret
     */
    record Written<T>(T result, String action, String subject, String details) implements Step<T> {}

    /** Everything stays as it was, and no trace is left. */
    record Nothing<T>(T result) implements Step<T> {}
  }

  /** Fails with {@link StorageAway} where Postgres does. */
  <T> Future<T> run(Actor actor, Function<SqlConnection, Future<Step<T>>> write) {
    return StandbyWait.watched(pool, connection -> inTransaction(connection, actor, write))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .recover(StorageAway::change)
        .compose(
            done ->
                switch (done.step()) {
                  case Step.Nothing<T> nothing -> Future.succeededFuture(nothing.result());
                  case Step.Written<T> written -> {
                    tell(actor, written);
                    yield putInForce.apply(done.version()).map(written.result());
                  }
                });
  }

  /**
   * The same by a credential. Changes come one behind another, and each that waits its turn may
   * find that its credential was disabled or bound elsewhere by one before it.
   *
   * @param refused the result then
   */
  <T> Future<T> runAs(
      Actor credential,
      Optional<Integer> boundTo,
      T refused,
      Function<SqlConnection, Future<Step<T>>> write) {
    UUID clientId = UUID.fromString(credential.name());
    return run(
        credential,
        connection ->
            CredentialRows.isInForce(connection, clientId, boundTo)
                .compose(
                    inForce ->
                        inForce
                            ? write.apply(connection)
                            : Future.succeededFuture(new Step.Nothing<>(refused))));
  }

  private void tell(Actor actor, Step.Written<?> written) {
    telemetry.emit(
        new Event.StateChanged(
            Trace.of(actor),
            written.action(),
            written.subject(),
            actor.type().code(),
            actor.name()));
  }

  private record Done<T>(Step<T> step, long version) {}

  private static <T> Future<Done<T>> inTransaction(
      SqlConnection connection, Actor actor, Function<SqlConnection, Future<Step<T>>> write) {
    return connection
        .begin()
        .compose(
            transaction ->
                raise(connection, actor, write)
                    .compose(
                        done -> end(connection, transaction, done.step()).map(done),
                        failure ->
                            transaction
                                .rollback()
                                .transform(rolledBack -> Future.failedFuture(failure))));
  }

  private static Future<Void> end(SqlConnection connection, Transaction transaction, Step<?> step) {
    return switch (step) {
      case Step.Nothing<?> nothing ->
          transaction.rollback().compose(rolledBack -> StandbyWait.record(connection));
      case Step.Written<?> written -> transaction.commit();
    };
  }

  private static <T> Future<Done<T>> raise(
      SqlConnection connection, Actor actor, Function<SqlConnection, Future<Step<T>>> write) {
    return connection
        .preparedQuery(RAISE)
        .execute()
        .map(raised -> Rows.one(raised, row -> row.getLong("version")))
        .compose(
            version ->
                write
                    .apply(connection)
                    .compose(
                        step ->
                            switch (step) {
                              case Step.Nothing<T> nothing ->
                                  Future.succeededFuture(new Done<>(nothing, version));
                              case Step.Written<T> written ->
                                  audit(connection, actor, written)
                                      .map(audited -> new Done<>(written, version));
                            }));
  }

  private static Future<Void> audit(
      SqlConnection connection, Actor actor, Step.Written<?> written) {
    return connection
        .preparedQuery(AUDIT)
        .execute(
            Tuple.of(
                actor.type().code(),
                actor.name(),
                written.action(),
                written.subject(),
                actor.remote(),
                actor.requestId(),
                written.details()))
        .mapEmpty();
  }
}

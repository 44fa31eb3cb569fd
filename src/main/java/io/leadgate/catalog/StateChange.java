package io.leadgate.catalog;

import io.leadgate.domain.Actor;
import io.leadgate.postgres.Rows;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.leadgate.telemetry.Trace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A change of the state that every node holds: the only way to write it. It raises the version row
 * first, which serialises writers, and leaves its audit row, all in one transaction; on this node
 * it is in force when its future completes, unless Postgres went away in that moment: then with the
 * next poll.
 */
public final class StateChange {

  private static final String RAISE = "SELECT raise_state_version() AS version";
  private static final String AUDIT =
      "INSERT INTO audit_log (actor_type, actor, action, subject, remote, request_id, details)"
          + " VALUES ($1, $2, $3, $4, $5::text::inet, $6, $7::text::jsonb)";

  private static final long SECONDS_MAX = 10;

  private final Pool pool;
  private final CatalogRefresh refresh;
  private final Telemetry telemetry;

  public StateChange(Pool pool, CatalogRefresh refresh, Telemetry telemetry) {
    this.pool = pool;
    this.refresh = refresh;
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
    return pool.withTransaction(connection -> raise(connection, actor, write))
        .timeout(SECONDS_MAX, TimeUnit.SECONDS)
        .onSuccess(done -> tell(actor, done.written()))
        .compose(done -> refresh.changed(done.version()).map(done.written().result()))
        .recover(StateChange::unlessNothing);
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

  private record Done<T>(Step.Written<T> written, long version) {}

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
                                  Future.failedFuture(new RolledBack(nothing));
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

  /** A failure is how a transaction is told to roll back. */
  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Step.Nothing<?> step;

    RolledBack(Step.Nothing<?> step) {
      super(null, null, false, false);
      this.step = step;
    }
  }

  @SuppressWarnings("unchecked") // It was made in this run, by a write of this type.
  private static <T> Future<T> unlessNothing(Throwable failure) {
    return failure instanceof RolledBack rolledBack
        ? Future.succeededFuture((T) rolledBack.step.result())
        : StorageAway.change(failure);
  }
}

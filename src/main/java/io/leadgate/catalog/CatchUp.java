package io.leadgate.catalog;

import io.leadgate.postgres.ServerIdentity;
import io.leadgate.postgres.ServerMatch;
import io.leadgate.postgres.TimeLimit;
import io.leadgate.telemetry.Event;
import io.leadgate.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Brings this node's catalogue up to date over any connection to the catalogue's database. The
 * looks of {@link CatalogRefresh} do so all the time. Where they fail, because their connection is
 * lost or the node was frozen, whatever is to be done asks over its own connection first.
 * Thread-safe.
 */
public final class CatchUp {

  private final CatalogReader reader;
  private final CurrentCatalog current;
  private final ServerMatch match;
  private final InstantSource clock;
  private final Telemetry telemetry;

  public CatchUp(
      CatalogReader reader,
      CurrentCatalog current,
      ServerMatch match,
      InstantSource clock,
      Telemetry telemetry) {
    this.reader = reader;
    this.current = current;
    this.match = match;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** Another reading has replaced the catalogue by something else meanwhile. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("the catalogue was replaced during a reading", null, false, false);
    }
  }

  /**
   * Completes when the catalogue is fresh: at once in general, otherwise when Postgres has been
   * asked over this connection. Needs the connection for itself, outside a transaction; after a
   * failure the connection must be closed.
   */
  public Future<Void> on(SqlConnection connection) {
    if (current.isFresh()) {
      return Future.succeededFuture();
    }
    long began = System.nanoTime();
    return match
        .databaseOf(connection)
        .compose(
            database ->
                CatalogReader.version(connection)
                    .compose(version -> on(connection, database, version, began)));
  }

  private Future<Void> on(
      SqlConnection connection, ServerIdentity database, long version, long began) {
    return isKnown(database, version, began)
        ? Future.succeededFuture()
        : read(connection, database, began);
  }

  /**
   * Whether the version that a look has found is the known one. If so, the catalogue is as fresh as
   * the look.
   *
   * @param began the begin of the look, in ns of {@link System#nanoTime()}
   */
  boolean isKnown(ServerIdentity database, long version, long began) {
    return current.confirm(database, version, began);
  }

  /**
   * Makes the catalogue fresh like {@link #on}, over a connection of the pool. Fails only with
   * {@link io.leadgate.domain.StorageAway}.
   */
  public Future<Void> over(Pool pool) {
    return current.isFresh()
        ? Future.succeededFuture()
        : TimeLimit.READ.on(
            pool.withConnection(
                connection ->
                    on(connection)
                        .recover(
                            failure ->
                                connection
                                    .query("ROLLBACK")
                                    .execute()
                                    .transform(undone -> Future.failedFuture(failure)))));
  }

  /**
   * Reads what changed since the known version, and puts it in force.
   *
   * @param database to which the connection leads
   * @param began the begin of the look that has found another version, in ns of {@link
   *     System#nanoTime()}
   */
  Future<Void> read(SqlConnection connection, ServerIdentity database, long began) {
    CurrentCatalog.Known before = current.known();
    long since = before.versionOf(database);
    long readingBegan = System.nanoTime();
    return reader
        .changesSince(connection, since)
        .compose(
            changes -> {
              Catalog after = before.catalog().with(changes, clock.instant());
              if (!current.replace(before, after, database, began)) {
                return Future.failedFuture(new Overtaken());
              }
              tell(changes, after, since, Duration.ofNanos(System.nanoTime() - readingBegan));
              return Future.succeededFuture();
            });
  }

  /**
   * Reports how long each change took to reach this node: the age of the change by the clock of
   * Postgres, plus the time since the reading began, which is at most a little too long. Rows from
   * before the first look are left out.
   */
  private void tell(CatalogDiff changes, Catalog after, long since, Duration sinceReading) {
    telemetry.emit(
        new Event.StateLoaded(
            after.version(), after.destinations().size(), after.credentials().size()));
    changes.ofCredentials().stream()
        .filter(change -> since > 0 && change.version() > since)
        .forEach(
            change -> telemetry.emit(new Event.TokensChanged(change.age().plus(sinceReading))));
  }
}

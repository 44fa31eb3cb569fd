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
  private final Pool pool;
  private final InstantSource clock;
  private final Telemetry telemetry;

  /**
   * @param pool has the connections of callers that have no connection of their own
   */
  public CatchUp(
      CurrentCatalog current,
      ServerMatch match,
      Pool pool,
      InstantSource clock,
      Telemetry telemetry) {
    this.reader = new CatalogReader(telemetry);
    this.current = current;
    this.match = match;
    this.pool = pool;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** The catalogue is of another database, which its own connection reads anew. */
  private static final class BeingRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BeingRead() {
      super("the catalogue is being read from another database", null, false, false);
    }
  }

  /**
   * Completes when the catalogue is fresh: at once in general, otherwise when Postgres has been
   * asked over this connection. Fails if the connection does not lead to the catalogue's database,
   * or if the catalogue is not read from there yet. Needs the connection for itself, outside a
   * transaction; after a failure the connection must be closed.
   */
  public Future<Void> on(SqlConnection connection) {
    return match
        .databaseOf(connection)
        .compose(
            database -> current.isFresh() ? Future.succeededFuture() : look(connection, database));
  }

  private Future<Void> look(SqlConnection connection, ServerIdentity database) {
    if (!current.known().isOf(database)) {
      // Otherwise each connection would hold a whole catalogue in memory at the same time.
      return Future.failedFuture(new BeingRead());
    }
    long began = System.nanoTime();
    return CatalogReader.version(connection)
        .compose(
            version ->
                isKnown(database, version, began)
                    ? Future.succeededFuture()
                    : read(connection, database, began));
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
   * Makes the catalogue fresh over a connection of the pool. Completes at once in general. Fails
   * only with {@link io.leadgate.domain.StorageAway}.
   */
  public Future<Void> overPool() {
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
                return read(connection, database, began); // Another reading came in between.
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

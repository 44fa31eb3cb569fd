package io.leadgate.catalog;

import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.ServerIdentity;
import io.leadgate.postgres.ServerMatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/** The connection of the looks, which knows to which database it leads. Confined to one loop. */
final class CatalogConnection {

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final BatchConnection connection;
  private final ServerMatch match;
  private long openedAt = System.nanoTime();

  CatalogConnection(BatchConnection connection, ServerMatch match) {
    this.connection = connection;
    this.match = match;
  }

  /** The database of the connection, also while it is lost. Called after the first work. */
  ServerIdentity database() {
    return match.believed().orElseThrow();
  }

  /** Runs the work, and asks a new connection first to which database it leads. */
  <T> Future<T> use(Function<SqlConnection, Future<T>> work, Duration max) {
    boolean isNew = !connection.isOpen();
    return connection.use(
        open -> isNew ? identify(open).compose(known -> work.apply(open)) : work.apply(open), max);
  }

  /** Believes a server that has a state to be read. */
  private Future<Void> identify(SqlConnection opened) {
    return ServerIdentity.of(opened)
        .compose(identity -> CatalogReader.version(opened).map(identity))
        .map(
            identity -> {
              openedAt = System.nanoTime();
              match.believe(identity);
              return null;
            });
  }

  /**
   * Closes the connection, so that the next look goes where new connections lead now. Has no effect
   * while it is opened, and within a second of its opening, because several connections tell of
   * another database.
   *
   * @return whether the connection was closed
   */
  boolean openAnew() {
    boolean isDue = connection.isOpen() && System.nanoTime() - openedAt > PAUSE_NANOS;
    if (isDue) {
      openedAt = System.nanoTime();
      connection.discard();
    }
    return isDue;
  }

  void discard() {
    connection.discard();
  }
}

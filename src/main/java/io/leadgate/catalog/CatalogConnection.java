package io.leadgate.catalog;

import io.leadgate.postgres.BatchConnection;
import io.leadgate.postgres.ServerIdentity;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The connection of the looks, which knows to which database it leads. Confined to one loop. */
final class CatalogConnection {

  private final BatchConnection connection;
  private Optional<ServerIdentity> database = Optional.empty();

  CatalogConnection(BatchConnection connection) {
    this.connection = connection;
  }

  /** The database of the connection, also while it is lost; empty before it was first open. */
  Optional<ServerIdentity> database() {
    return database;
  }

  /** Runs the work, and asks a new connection first to which database it leads. */
  <T> Future<T> use(Function<SqlConnection, Future<T>> work, Duration max) {
    boolean isNew = !connection.isOpen();
    return connection.use(
        open -> isNew ? identify(open).compose(known -> work.apply(open)) : work.apply(open), max);
  }

  private Future<Void> identify(SqlConnection opened) {
    return ServerIdentity.of(opened)
        .map(
            identity -> {
              database = Optional.of(identity);
              return null;
            });
  }

  void discard() {
    connection.discard();
  }
}

package io.leadgate.postgres;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps all connections of a node on the database from which the node has its catalogue: after a
 * fail-over some connections may lead to the former server and others to the new one, and a lead
 * must not be stored in a database whose changes of credentials the node does not see. The
 * catalogue's own connection says which database is the right one, and is opened anew when another
 * connection leads elsewhere. Thread-safe.
 */
public final class ServerMatch {

  /** The open connections, each with the database to which it leads. */
  private final Map<Channel, ServerIdentity> open = new ConcurrentHashMap<>();

  private volatile Optional<ServerIdentity> believed = Optional.empty();
  private volatile Runnable whenOther = () -> {};

  /** A connection leads to another database than the catalogue's. */
  private static final class OtherDatabase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherDatabase() {
      super("the connection leads to another database than the catalogue's", null, false, false);
    }
  }

  /** Sets what runs, on any thread, each time a new connection leads to another database. */
  public void whenOther(Runnable then) {
    whenOther = then;
  }

  /** The catalogue's database; empty before the first look, when any database is taken. */
  public Optional<ServerIdentity> believed() {
    return believed;
  }

  /** Takes the database for the catalogue's, and closes all connections to others at once. */
  public void believe(ServerIdentity database) {
    believed = Optional.of(database);
    open.forEach(
        (channel, identity) -> {
          if (!identity.equals(database)) {
            PostgresChannel.closeHard(channel);
          }
        });
  }

  /**
   * The database to which a connection leads. Fails if the connection does not lead to the
   * catalogue's database.
   */
  public Future<ServerIdentity> databaseOf(SqlConnection connection) {
    return PostgresChannel.pipeline(connection)
        .map(ChannelPipeline::channel)
        .map(open::get)
        .filter(database -> believed.filter(database::equals).isPresent())
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(new OtherDatabase()));
  }

  /** Asks a new connection where it leads. Fails, and closes it, if it leads elsewhere. */
  Future<SqlConnection> admit(SqlConnection connection) {
    return ServerIdentity.of(connection)
        .compose(identity -> admit(connection, identity))
        .onFailure(failure -> PostgresChannel.closeHard(connection));
  }

  private Future<SqlConnection> admit(SqlConnection connection, ServerIdentity identity) {
    // Kept before the comparison, so that a belief that changes meanwhile closes the connection.
    PostgresChannel.pipeline(connection)
        .ifPresent(
            pipeline -> {
              open.put(pipeline.channel(), identity);
              pipeline.channel().closeFuture().addListener(over -> open.remove(pipeline.channel()));
            });
    if (believed.filter(right -> !right.equals(identity)).isPresent()) {
      whenOther.run();
      return Future.failedFuture(new OtherDatabase());
    }
    return Future.succeededFuture(connection);
  }
}

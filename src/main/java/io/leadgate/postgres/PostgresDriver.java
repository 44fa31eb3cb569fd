package io.leadgate.postgres;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.Optional;

/**
 * Opens all connections to Postgres, of pools and of {@link BatchConnection}. Bounds the login of
 * each, asks each for its database, and keeps each from printing its failures. Thread-safe.
 */
public final class PostgresDriver extends PgDriver {

  private final Optional<ServerMatch> match;

  private PostgresDriver(Optional<ServerMatch> match) {
    this.match = match;
  }

  /** Opens the connection that says which database is the right one. */
  public static PostgresDriver toAnyDatabase() {
    return new PostgresDriver(Optional.empty());
  }

  /** Opens connections to the catalogue's database alone. */
  public static PostgresDriver to(ServerMatch match) {
    return new PostgresDriver(Optional.of(match));
  }

  @Override
  public ConnectionFactory<PgConnectOptions> createConnectionFactory(
      Vertx vertx, NetClientOptions transport) {
    return new BoundedLogins((VertxInternal) vertx, transport, match);
  }

  /** Each connection that a pool lends is wrapped here. */
  @Override
  public SqlConnectionInternal wrapConnection(
      ContextInternal context, ConnectionFactory<PgConnectOptions> factory, Connection connection) {
    SqlConnectionInternal wrapped = super.wrapConnection(context, factory, connection);
    PostgresChannel.keepQuiet(wrapped);
    return wrapped;
  }

  private static final class BoundedLogins extends PgConnectionFactory {

    private final Optional<ServerMatch> match;

    BoundedLogins(VertxInternal vertx, NetClientOptions transport, Optional<ServerMatch> match) {
      super(LoginDeadline.on(vertx), transport);
      this.match = match;
    }

    /** The deadline bounds the question for the database as well. */
    @Override
    public Future<SqlConnection> connect(Context context, PgConnectOptions options) {
      return super.connect(context, options)
          .onSuccess(PostgresChannel::keepQuiet)
          .compose(
              opened ->
                  match
                      .map(known -> known.admit(opened))
                      .orElseGet(() -> Future.succeededFuture(opened)))
          .onSuccess(opened -> PostgresChannel.pipeline(opened).ifPresent(LoginDeadline::lift));
    }
  }
}

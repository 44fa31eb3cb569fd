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

/**
 * Opens all connections to Postgres, of pools and of {@link BatchConnection}. Bounds the login of
 * each, and keeps each from printing its failures. Thread-safe.
 */
final class PostgresDriver extends PgDriver {

  static final PostgresDriver INSTANCE = new PostgresDriver();

  private PostgresDriver() {}

  @Override
  public ConnectionFactory<PgConnectOptions> createConnectionFactory(
      Vertx vertx, NetClientOptions transport) {
    return new BoundedLogins((VertxInternal) vertx, transport);
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

    BoundedLogins(VertxInternal vertx, NetClientOptions transport) {
      super(LoginDeadline.on(vertx), transport);
    }

    @Override
    public Future<SqlConnection> connect(Context context, PgConnectOptions options) {
      return super.connect(context, options).onSuccess(PostgresChannel::keepQuiet);
    }

    @Override
    protected Future<Connection> doConnectInternal(
        PgConnectOptions options, ContextInternal context) {
      return super.doConnectInternal(options, context)
          .onSuccess(
              connection -> PostgresChannel.pipeline(connection).ifPresent(LoginDeadline::lift));
    }
  }
}

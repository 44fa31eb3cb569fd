package io.leadgate.postgres;

import io.leadgate.config.Secret;
import io.leadgate.config.Settings;
import io.vertx.core.Handler;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How every connection of the gateway is opened. */
public final class PostgresOptions {

  private static final int CONNECT_MILLIS_MAX = 2_000;
  private static final int SILENCE_MILLIS_MAX = 10_000;
  private static final Duration SILENCE_SLACK = Duration.ofSeconds(10);
  private static final int POOL_WAITING_MAX = 1_000;
  private static final int POOL_WAIT_SECONDS_MAX = 5;

  private PostgresOptions() {}

  /**
   * @param statementMax past it the server itself ends a statement: shorter than any time-out of
   *     ours, so that it is the server which says what became of it
   */
  public static PgConnectOptions connect(Secret uri, Duration statementMax) {
    PgConnectOptions options = PgConnectOptions.fromUri(uri.value());
    options
        .setCachePreparedStatements(true)
        .setPipeliningLimit(16)
        // Each connection is replaced by whoever owns it, with a back-off of its own.
        .setReconnectAttempts(0);
    return options
        // What 201 means does not depend on how the database or the role is set up.
        .addProperty("synchronous_commit", "on")
        .addProperty("application_name", "leadgate")
        .addProperty("TimeZone", "UTC")
        .addProperty("statement_timeout", Long.toString(statementMax.toMillis()))
        .addProperty("lock_timeout", Long.toString(statementMax.toMillis()))
        .addProperty("idle_in_transaction_session_timeout", "60s");
  }

  /** For everything that is bounded by {@code storage.batch_timeout}. */
  public static PgConnectOptions connect(Settings settings) {
    Duration batchMax = settings.storage().batchTimeout();
    return connect(settings.postgres().uri(), batchMax.multipliedBy(4).dividedBy(5));
  }

  /**
   * For the pool, which puts no bound on a query: a connection on which nothing has come for longer
   * than a statement may take is closed, and so one that hangs is replaced.
   */
  public static Handler<SqlConnection> pooled(Settings.Storage storage) {
    Duration silenceMax = storage.batchTimeout().plus(SILENCE_SLACK);
    return connection -> {
      PostgresChannel.closeHardWhenSilent(connection, silenceMax);
      connection.close(); // Into the pool.
    };
  }

  public static PoolOptions pool(Settings.Postgres settings) {
    return new PoolOptions()
        .setMaxSize(settings.poolSize())
        .setMaxWaitQueueSize(POOL_WAITING_MAX)
        .setConnectionTimeout(POOL_WAIT_SECONDS_MAX)
        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
  }

  /** For the sockets: a server that is silently gone is noticed by the kernel. */
  public static NetClientOptions transport() {
    NetClientOptions transport = new NetClientOptions();
    transport.setTcpKeepAlive(true).setTcpUserTimeout(SILENCE_MILLIS_MAX);
    return transport.setConnectTimeout(CONNECT_MILLIS_MAX);
  }
}

package io.leadgate.postgres;

import io.leadgate.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens the pools for everything but the commits and the catalogue, which have connections of their
 * own. Searches, the Account API and admins have a pool each, so that clients cannot keep an admin
 * out. Thread-safe.
 */
public record PostgresPools(Pool searches, Pool accounts, Pool admins) {

  private static final Duration SILENCE_SLACK = Duration.ofSeconds(10);
  private static final int WAITING_MAX = 200;
  private static final int WAIT_SECONDS_MAX = 5;

  public static PostgresPools open(Vertx vertx, Settings settings) {
    return new PostgresPools(
        open(vertx, settings, settings.postgres().searchConnections()),
        open(vertx, settings, settings.postgres().accountConnections()),
        open(vertx, settings, settings.postgres().adminConnections()));
  }

  private static Pool open(Vertx vertx, Settings settings, int size) {
    PoolOptions options =
        new PoolOptions()
            .setMaxSize(size)
            .setMaxWaitQueueSize(WAITING_MAX)
            .setConnectionTimeout(WAIT_SECONDS_MAX)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool()
        .with(options)
        .with(PostgresOptions.transport())
        .withConnectHandler(replaceWhenSilent(settings.storage()))
        .connectingTo(PostgresOptions.connect(settings))
        .using(vertx)
        .build();
  }

  /**
   * Closes a connection on which nothing has come for longer than a statement may take, because the
   * pool puts no bound on a query; the pool then replaces the connection.
   */
  private static Handler<SqlConnection> replaceWhenSilent(Settings.Storage storage) {
    Duration silenceMax = silenceMax(storage);
    return connection -> {
      PostgresChannel.keepQuiet(connection);
      PostgresChannel.closeHardWhenSilent(connection, silenceMax);
      connection.close(); // Into the pool.
    };
  }

  /** The longest time for which a connection may be silent. */
  static Duration silenceMax(Settings.Storage storage) {
    return storage.batchTimeout().plus(SILENCE_SLACK);
  }

  public Future<?> close() {
    return Future.join(searches.close(), accounts.close(), admins.close());
  }
}

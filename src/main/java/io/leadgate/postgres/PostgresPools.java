package io.leadgate.postgres;

import io.leadgate.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
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

  /**
   * The pool closes a connection that is idle for as long. Less than the silence that ends a
   * connection, so that a connection which hangs is not lent again.
   */
  private static final Duration IDLE_MAX = Duration.ofSeconds(3);

  private static final int IDLE_LOOK_MILLIS = 500;
  private static final Duration SILENCE_MAX_MIN = Duration.ofSeconds(5);
  private static final int WAITING_MAX = 200;
  private static final int WAIT_SECONDS_MAX = 5;

  public static PostgresPools open(Vertx vertx, PostgresDriver driver, Settings settings) {
    return new PostgresPools(
        open(vertx, driver, settings, "searches", settings.postgres().searchConnections()),
        open(vertx, driver, settings, "accounts", settings.postgres().accountConnections()),
        open(vertx, driver, settings, "admins", settings.postgres().adminConnections()));
  }

  /**
   * @param name the name of the pool in the metrics
   */
  private static Pool open(
      Vertx vertx, PostgresDriver driver, Settings settings, String name, int size) {
    PoolOptions options =
        new PoolOptions()
            .setName(name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(WAITING_MAX)
            .setConnectionTimeout(WAIT_SECONDS_MAX)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout((int) IDLE_MAX.toSeconds())
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setPoolCleanerPeriod(IDLE_LOOK_MILLIS);
    PgConnectOptions connect = PostgresOptions.connect(settings);
    return driver.createPool(
        vertx,
        () -> Future.succeededFuture(connect),
        options,
        PostgresOptions.transport(),
        replaceWhenSilent(settings.storage()));
  }

  /**
   * Closes a connection whose query takes longer than the server lets a statement take, because the
   * pool puts no bound on a query; the pool then replaces the connection.
   */
  private static Handler<SqlConnection> replaceWhenSilent(Settings.Storage storage) {
    Duration silenceMax = silenceMax(storage);
    return connection -> {
      PostgresChannel.closeHardWhenSilent(connection, silenceMax);
      connection.close(); // Into the pool.
    };
  }

  /** The longest time for which a connection may be silent. */
  static Duration silenceMax(Settings.Storage storage) {
    Duration max = storage.batchTimeout();
    return max.compareTo(SILENCE_MAX_MIN) < 0 ? SILENCE_MAX_MIN : max;
  }

  public Future<?> close() {
    return Future.join(searches.close(), accounts.close(), admins.close());
  }
}

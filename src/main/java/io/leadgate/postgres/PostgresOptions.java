package io.leadgate.postgres;

import io.leadgate.budget.Share;
import io.leadgate.budget.Weight;
import io.leadgate.config.Secret;
import io.leadgate.config.Settings;
import io.leadgate.domain.Slice;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;

/** Makes the options with which each connection to Postgres is opened. */
public final class PostgresOptions {

  private static final int CONNECT_MILLIS_MAX = 2_000;
  private static final int SILENCE_MILLIS_MAX = 10_000;
  private static final int PAGES_MIN = 4;
  private static final int PAGE_BYTES_MIN = 16 * 1024;

  private PostgresOptions() {}

  /**
   * Makes the options of a connection.
   *
   * @param statementMax the time after which the server itself ends a statement; shorter than each
   *     time-out of the gateway, so that the server says what became of the statement
   */
  public static PgConnectOptions connect(Secret uri, Duration statementMax) {
    PgConnectOptions options = PgConnectOptions.fromUri(uri.value());
    options
        .setCachePreparedStatements(true)
        .setPipeliningLimit(16)
        // The owner of a connection replaces it, with a back-off of its own.
        .setReconnectAttempts(0);
    return options
        // The meaning of 201 must not depend on settings of the database or the role.
        .addProperty("synchronous_commit", "on")
        .addProperty("default_transaction_isolation", "read committed")
        .addProperty("application_name", "leadgate")
        .addProperty("TimeZone", "UTC")
        .addProperty("statement_timeout", Long.toString(statementMax.toMillis()))
        .addProperty("lock_timeout", Long.toString(statementMax.toMillis()))
        // A gateway that freezes in a change holds the lock of all changes.
        .addProperty("idle_in_transaction_session_timeout", "2s");
  }

  /** The options of the connections that {@code storage.batch_timeout} bounds. */
  public static PgConnectOptions connect(Settings settings) {
    Duration batchMax = settings.storage().batchTimeout();
    return connect(settings.postgres().uri(), batchMax.multipliedBy(4).dividedBy(5))
        .addProperty(SliceSql.PAGE_BYTES, Long.toString(pageBytes(settings)));
  }

  /**
   * The options of the connections of the lanes. A wait for a lock ends early, so that the row that
   * waits is found while the others have time; and a batch that waits has a transaction id, which
   * holds back readers of the feed.
   */
  public static PgConnectOptions connectLane(Settings settings) {
    long lockMillis = settings.storage().batchTimeout().dividedBy(10).toMillis();
    return connect(settings).addProperty("lock_timeout", Long.toString(lockMillis));
  }

  /**
   * The bytes of rows at which a page of a list ends early, so that four such pages fit into the
   * share of readers while they are read.
   */
  public static long pageBytes(Settings settings) {
    long share = Share.READERS.bytesOf(settings.limits().budgetBytes());
    return Math.clamp(share / (Weight.LIST * PAGES_MIN), PAGE_BYTES_MIN, Slice.BYTES_MAX);
  }

  /** The options of the sockets, by which the kernel notices a server that is silently gone. */
  public static NetClientOptions transport() {
    NetClientOptions transport = new NetClientOptions();
    transport.setTcpKeepAlive(true).setTcpUserTimeout(SILENCE_MILLIS_MAX);
    return transport.setConnectTimeout(CONNECT_MILLIS_MAX);
  }
}

package io.leadgate.writepath;

import io.leadgate.support.process.PostgresUri;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection, and opens it again when the server has been away. Confined to one thread at a
 * time.
 */
final class Session implements AutoCloseable {

  /** The name of the sessions in {@code pg_stat_activity}. */
  static final String NAME = "write-path-trial";

  private static final Duration CONNECT_MAX = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /**
   * Each statement is prepared at its first use, as the gateway does. A deadlock is found soon, so
   * that a trial meets many of them, if any.
   */
  private static final String OPTIONS =
      "?ApplicationName="
          + NAME
          + "&prepareThreshold=1&socketTimeout=60"
          + "&options=-c%20lock_timeout=20000%20-c%20statement_timeout=30000%20-c%20deadlock_timeout=100";

  private final PostgresUri database;
  private @Nullable Connection connection;

  /** The id of a transaction that has just begun, and the database's time then. */
  record Begun(long xid, Instant at) {}

  Session(PostgresUri database) {
    this.database = PostgresUri.parse(database + OPTIONS);
  }

  /** A connection without autocommit, outside a transaction. */
  Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed()) {
      open = connect();
      connection = open;
    }
    return open;
  }

  private Connection connect() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        Connection opened = database.connect();
        opened.setAutoCommit(false);
        return opened;
      } catch (SQLException e) {
        if (System.nanoTime() - start > CONNECT_MAX.toNanos()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Begins a transaction that has an id. */
  Begun begin() throws SQLException {
    try (PreparedStatement statement =
            connection().prepareStatement("SELECT pg_current_xact_id()::text::bigint, now()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Begun(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant());
    }
  }

  /** Ends a failed transaction, or else the connection. */
  void abandon() {
    Connection open = connection;
    if (open != null) {
      try {
        open.rollback();
      } catch (SQLException broken) {
        close();
      }
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException broken) {
        // The server is away.
      }
    }
  }
}

package io.leadgate.writepath;

import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a Postgres that records the time of each commit, and makes a database for each trial. */
final class TrialServer implements AutoCloseable {

  private final PostgresServer server = PostgresServer.startTemporary();
  private final AtomicInteger databases = new AtomicInteger();

  private TrialServer() {}

  static TrialServer start() {
    TrialServer started = new TrialServer();
    try {
      execute(
          PostgresUri.parse(started.server.uri("postgres")),
          "ALTER SYSTEM SET track_commit_timestamp = on");
      started.server.restart();
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Makes a database with this schema and a partition of {@code lead} for all leads. */
  PostgresUri newDatabase(String schema) {
    String name = "trial_" + databases.incrementAndGet();
    server.createDatabase(name);
    PostgresUri database = PostgresUri.parse(server.uri(name));
    execute(database, schema);
    return database;
  }

  /** Ends the server with SIGKILL and starts it again. */
  void killAndStart() {
    server.kill();
    server.start();
  }

  @Override
  public void close() {
    server.close();
  }

  static void execute(PostgresUri database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

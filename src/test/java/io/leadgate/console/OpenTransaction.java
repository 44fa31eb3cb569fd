package io.leadgate.console;

import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** A transaction of the test, which holds up what the gateway does until it is committed. */
final class OpenTransaction implements AutoCloseable {

  private final Connection connection;
  private final Fixtures fixtures;

  OpenTransaction(RunningGateway gateway) throws SQLException {
    connection = gateway.database().connect();
    connection.setAutoCommit(false);
    fixtures = gateway.fixtures();
  }

  OpenTransaction run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
      return this;
    }
  }

  /** Waits until so many statements of the gateway wait for this transaction. */
  void awaitWaiting(int statements) {
    Await.until(
        statements + " statements wait",
        Duration.ofSeconds(20),
        () ->
            fixtures.number(
                    "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                >= statements);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

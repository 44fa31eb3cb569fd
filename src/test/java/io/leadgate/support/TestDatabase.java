package io.leadgate.support;

import io.leadgate.support.process.Await;
import io.leadgate.support.process.PostgresUri;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;

/** A database that is there for one test, or for one class of them, and goes when it is closed. */
public final class TestDatabase implements AutoCloseable {

  private static final Set<TestDatabase> OPEN = ConcurrentHashMap.newKeySet();

  private static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private final PostgresUri server;
  private final String name;

  private TestDatabase(PostgresUri server, String name) {
    this.server = server;
    this.name = name;
  }

  static TestDatabase createOn(PostgresUri server, String name) {
    TestDatabase database = new TestDatabase(server, name);
    database.execute("CREATE DATABASE " + name);
    OPEN.add(database);
    return database;
  }

  /** One that is there; it does not go when it is closed. */
  static TestDatabase existing(PostgresUri server, String name) {
    return new TestDatabase(server, name);
  }

  static void dropAll() {
    Set.copyOf(OPEN).forEach(TestDatabase::close);
  }

  /** As in LEADGATE_POSTGRES_URI. */
  public String uri() {
    return server.database(name).toString();
  }

  /** A plain connection for the test's own eyes; the test closes it. */
  public Connection connect() throws SQLException {
    return server.database(name).connect();
  }

  /** Brings it to the schema of an older release, or of this one. */
  public void migrateTo(String version) throws SQLException {
    try (Connection connection = connect()) {
      Flyway.configure()
          .dataSource(
              connection.getMetaData().getURL(), connection.getMetaData().getUserName(), null)
          .locations("classpath:db/migration")
          .target(version)
          .load()
          .migrate();
    }
  }

  /** The one number that a query finds. */
  public long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** How many sessions wait for a lock, those of autovacuum left out. */
  public long waitingForLock() {
    return number(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database() AND backend_type = 'client backend'");
  }

  /** Waits until exactly so many sessions wait for a lock. */
  public void awaitWaitingForLock(int sessions) {
    Await.until(
        sessions + " sessions wait for a lock", WAIT_MAX, () -> waitingForLock() == sessions);
  }

  /** Removes the database, ending the sessions that are still on it. */
  @Override
  public void close() {
    if (OPEN.remove(this)) {
      execute("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  private void execute(String sql) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }
}

package io.leadgate.support;

import io.leadgate.support.process.Await;
import io.leadgate.support.process.PostgresUri;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.Flyway;

/** A database of a single test or test class, which is removed when it is closed. Thread-safe. */
public final class TestDatabase implements AutoCloseable {

  private static final Set<TestDatabase> OPEN = ConcurrentHashMap.newKeySet();

  /** An admin with {@link RunningGateway#ADMIN_PASSWORD}, hashed in a single round. */
  private static final String ADMIN =
      """
      INSERT INTO admin_user (username, password_hash)
      VALUES ('%s', '%s')\
      """
          .formatted(
              RunningGateway.ADMIN,
              "pbkdf2-sha256$1$bGVhZGdhdGUtc3BlY3MtLQ$gzvDadqYllFRgC1tqwZES7ZlmHZVawMkd4n0zud7yJQ");

  private static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private final PostgresUri server;
  private final String name;

  private TestDatabase(PostgresUri server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Makes an empty database, which a gateway migrates when it starts. */
  static TestDatabase createOn(PostgresUri server, String name) {
    return createOn(server, name, "");
  }

  private static TestDatabase createOn(PostgresUri server, String name, String options) {
    TestDatabase database = new TestDatabase(server, name);
    database.execute("CREATE DATABASE " + name + options);
    OPEN.add(database);
    return database;
  }

  /** Makes a database with the tables and the rows of this database, to which nothing connects. */
  TestDatabase copy(String nameOfCopy) {
    return createOn(server, nameOfCopy, " TEMPLATE " + name);
  }

  /**
   * Migrates an empty database to the schema of this release, and makes the admin of the tests, so
   * that gateways start and admins log in with less work.
   */
  TestDatabase madeReady() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      migrateTo("latest");
      statement.execute(ADMIN);
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database that exists already, and stays when it is closed. */
  static TestDatabase existing(PostgresUri server, String name) {
    return new TestDatabase(server, name);
  }

  static void dropAll() {
    Set.copyOf(OPEN).forEach(TestDatabase::close);
  }

  /** The URI in the form of LEADGATE_POSTGRES_URI. */
  public String uri() {
    return server.withDatabase(name).toString();
  }

  /** Opens a JDBC connection for the test's own queries; the test closes it. */
  public Connection connect() throws SQLException {
    return server.withDatabase(name).connect();
  }

  /** Migrates the database to the schema of an older release or of this release. */
  public void migrateTo(String version) throws SQLException {
    try (Connection connection = connect()) {
      Flyway.configure()
          .dataSource(
              connection.getMetaData().getURL(), connection.getMetaData().getUserName(), null)
          .locations("classpath:db/migration")
          // As in Migrations: an index that is made CONCURRENTLY waits for transactions.
          .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
          .target(version)
          .load()
          .migrate();
    }
  }

  /** The number in the first row and column of the query's result. */
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

  /** The number of sessions that wait for a lock, without those of autovacuum. */
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

  /** Refuses all new connections, also those of superusers; open connections stay. */
  public void refuseConnections() {
    execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
  }

  /** Removes the database and ends the sessions that are still on it. */
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

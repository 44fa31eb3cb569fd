package io.leadgate.support;

import io.leadgate.support.process.PostgresServer;
import io.leadgate.support.process.PostgresUri;
import io.leadgate.support.process.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a Postgres server with a single database for a test that stops, kills or freezes the server.
 * The database has the schema of this release and the admin of the tests, unless it is to be empty.
 * Not thread-safe.
 */
public final class OwnPostgres implements AutoCloseable {

  private final PostgresServer server = PostgresServer.startTemporary();
  private final TestDatabase database =
      TestDatabase.createOn(PostgresUri.parse(server.uri("postgres")), "leadgate_own");
  private final List<Long> frozen = new ArrayList<>();

  public OwnPostgres() {
    this(false);
  }

  private OwnPostgres(boolean isEmpty) {
    if (!isEmpty) {
      database.madeReady();
    }
  }

  /** Runs a server with an empty database, for a test of the start or of another owner. */
  public static OwnPostgres empty() {
    return new OwnPostgres(true);
  }

  public TestDatabase database() {
    return database;
  }

  public PostgresServer server() {
    return server;
  }

  /** The settings that a gateway on this database requires; a given setting wins. */
  public Map<String, String> environment(Map<String, String> settings) {
    return RunningGateway.environment(database, settings);
  }

  /**
   * Makes a role that owns the database and is no superuser.
   *
   * @return the URI of the database with that role
   */
  public String uriOfOwner(String role) {
    execute("CREATE ROLE " + role + " LOGIN");
    execute("ALTER DATABASE leadgate_own OWNER TO " + role);
    return database.uri().replace("postgres@", role + "@");
  }

  /**
   * Makes a superuser that must give a password.
   *
   * @param password the password, without quotes
   * @return the URI of the database with that user and that password, which is not escaped
   */
  public String uriWithPassword(String user, String password) {
    execute("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD '" + password + "'");
    execute(
        """
        DO $$ BEGIN EXECUTE format(
          'COPY (VALUES (''host all %s 127.0.0.1/32 scram-sha-256''), (''host all all 127.0.0.1/32 trust'')) TO %%L',
          current_setting('hba_file')); END $$\
        """
            .formatted(user));
    execute("SELECT pg_reload_conf()");
    return database.uri().replace("postgres@", user + ":" + password + "@");
  }

  /**
   * Drops the partitions of {@code lead} that the gateway has made ahead, with the leads in them.
   */
  public void dropLeadPartitions() {
    execute(
        """
        DO $$ DECLARE partition regclass; BEGIN
          FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'lead'::regclass
          LOOP EXECUTE 'DROP TABLE ' || partition; END LOOP;
        END $$\
        """);
  }

  /** Runs a statement as a superuser on the gateway's database. */
  public void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Freezes the whole server: the server keeps its connections and accepts new connections, but
   * answers nothing.
   */
  public void freeze() {
    long postmaster = postmaster();
    // The postmaster first, because it would start new processes.
    freeze(postmaster);
    ProcessHandle.of(postmaster).orElseThrow().children().forEach(child -> freeze(child.pid()));
  }

  /** Freezes the gateways' present sessions; new sessions work. */
  public void freezeSessions() {
    sessions().forEach(this::freeze);
  }

  /** The process ids of the gateways' sessions. */
  public List<Long> sessions() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'leadgate'")) {
      List<Long> pids = new ArrayList<>();
      while (rows.next()) {
        pids.add(rows.getLong(1));
      }
      return pids;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void freeze(long pid) {
    frozen.add(pid);
    Signals.send("STOP", pid);
  }

  /** Resumes each frozen process. */
  public void thaw() {
    frozen.reversed().forEach(pid -> Signals.send("CONT", pid));
    frozen.clear();
  }

  private long postmaster() {
    Path pidFile = server.directory().resolve("data/postmaster.pid");
    try {
      return Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thaw();
    try {
      database.close();
    } catch (IllegalStateException serverIsAway) {
      // The database is removed with the server's data.
    }
    server.close();
  }
}

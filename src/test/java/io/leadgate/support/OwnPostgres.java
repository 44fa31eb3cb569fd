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
 * A Postgres of a test's own with one empty database, to be stopped, killed and frozen. Not for use
 * from several threads at once.
 */
public final class OwnPostgres implements AutoCloseable {

  private final PostgresServer server = PostgresServer.startTemporary();
  private final TestDatabase database =
      TestDatabase.createOn(PostgresUri.parse(server.uri("postgres")), "leadgate_own");
  private final List<Long> frozen = new ArrayList<>();

  public TestDatabase database() {
    return database;
  }

  /** To be stopped, killed and started again. */
  public PostgresServer server() {
    return server;
  }

  /** The least that a gateway on this database needs; what is given wins. */
  public Map<String, String> environment(Map<String, String> settings) {
    return RunningGateway.environment(database, settings);
  }

  /**
   * Makes a superuser who has to give a password.
   *
   * @param password without quotes
   * @return the URI of the database with that user and, as it stands there, that password
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

  /** Takes away what the gateway has made ahead, with the leads in it. */
  public void dropLeadPartitions() {
    execute(
        """
        DO $$ DECLARE partition regclass; BEGIN
          FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'lead'::regclass
          LOOP EXECUTE 'DROP TABLE ' || partition; END LOOP;
        END $$\
        """);
  }

  /** Runs a statement as a superuser, on the database of the gateway. */
  public void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Makes the whole server hang: it keeps its connections, takes new ones and answers none. */
  public void freeze() {
    long postmaster = postmaster();
    freeze(postmaster); // First, so that it starts no more processes.
    ProcessHandle.of(postmaster).orElseThrow().children().forEach(child -> freeze(child.pid()));
  }

  /** Makes those sessions hang that the gateways have now; new ones work. */
  public void freezeSessions() {
    sessions().forEach(this::freeze);
  }

  /** The pids of the sessions that gateways have. */
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

  /** Lets go on what was frozen. */
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
      // The database goes with the server's data.
    }
    server.close();
  }
}

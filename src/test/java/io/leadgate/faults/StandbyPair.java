package io.leadgate.faults;

import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.StandbyServer;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A Postgres that acknowledges a commit when its one standby has it, too. */
final class StandbyPair implements AutoCloseable {

  static final String NAMES = "FIRST 1 (standby1)";

  /** Settings of a gateway whose leads wait longer for a commit than the standby is away. */
  static final Map<String, String> PATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "1m", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /** Settings of a gateway that refuses a lead long before the standby is back. */
  static final Map<String, String> IMPATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "300ms", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /** How long a spec waits for what a gateway on the pair does. */
  static final Duration GATEWAY_MAX = Duration.ofMinutes(1);

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final String DATABASE = "leadgate_own";
  private static final String WAITING =
      "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'leadgate'";

  private final OwnPostgres primary = new OwnPostgres();
  private final StandbyServer standby = StandbyServer.copyOf(primary.server(), "standby1");

  /** Which role the gateway has. */
  enum Role {
    /** It may see which standbys there are. */
    SUPERUSER,
    /** It owns the database and may see no standbys. */
    OWNER
  }

  StandbyPair() {
    primary.execute("CREATE ROLE plain LOGIN");
    primary.execute("ALTER DATABASE " + DATABASE + " OWNER TO plain");
    waitFor(NAMES);
    awaitStandby();
  }

  /** Sets {@code synchronous_standby_names}. */
  void waitFor(String names) {
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
    primary.execute("SELECT pg_reload_conf()");
  }

  OwnPostgres primary() {
    return primary;
  }

  StandbyServer standby() {
    return standby;
  }

  /** A gateway in this JVM. */
  RunningGateway gateway(Role role, Map<String, String> settings) {
    return RunningGateway.join(primary.database(), with(role, settings));
  }

  /** The settings of a gateway in a process of its own. */
  Map<String, String> environment(Role role, Map<String, String> settings) {
    return primary.environment(with(role, settings));
  }

  private Map<String, String> with(Role role, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    if (role == Role.OWNER) {
      all.putIfAbsent(
          "LEADGATE_POSTGRES_URI", primary.database().uri().replace("postgres@", "plain@"));
    }
    return all;
  }

  private boolean hasStandby() {
    return primary
            .database()
            .number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
        == 1;
  }

  private void awaitStandby() {
    Await.until("the standby is synchronous", MAX, this::hasStandby);
  }

  void killStandby() {
    standby.kill();
    Await.until("the primary has no standby", MAX, () -> !hasStandby());
  }

  /** How many sessions of gateways wait for the standby. */
  long waiting() {
    return primary.database().number("SELECT count(*) " + WAITING);
  }

  void awaitWaiting(int sessions) {
    Await.until(sessions + " sessions wait for the standby", MAX, () -> waiting() == sessions);
  }

  /** Ends the wait of each session that waits, as an operator can; the commit stays. */
  void cancelWaiting() {
    primary.execute("SELECT pg_cancel_backend(pid) " + WAITING);
  }

  /** Starts the standby again, where it was killed or hangs, until the primary waits for it. */
  void bringStandbyBack() {
    standby.kill();
    standby.start();
    awaitStandby();
  }

  /**
   * The URI, for the role that owns it, of an empty database beside that of the pair. It is made
   * whether the standby is there or not.
   */
  String emptyDatabase(String name) {
    try (Connection connection = primary.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      statement.execute("CREATE DATABASE " + name + " OWNER plain");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return primary.server().uri(name).replace("postgres@", "plain@");
  }

  void restartPrimaryHard() {
    primary.server().kill();
    primary.server().start();
  }

  /**
   * Ends the primary for good; what the standby has is the truth from now on. The standby was
   * killed before.
   */
  TestDatabase failOver() {
    primary.server().kill();
    standby.start();
    standby.promote();
    return standby.database(DATABASE);
  }

  @Override
  public void close() {
    try {
      waitFor(""); // Or what is left to do would wait as well.
    } catch (IllegalStateException primaryIsAway) {
      // It waits for nobody.
    }
    primary.close();
    standby.close();
  }
}

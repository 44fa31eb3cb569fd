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

/** Starts a Postgres that acknowledges a commit only when its standby has the commit too. */
final class StandbyPair implements AutoCloseable {

  static final String NAMES = "FIRST 1 (standby1)";

  /** Settings of a gateway whose leads wait longer for a commit than the standby is away. */
  static final Map<String, String> PATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "1m", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /** Settings of a gateway that refuses a lead long before the standby is back. */
  static final Map<String, String> IMPATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "1s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  /** The time for which a spec waits for a gateway on the pair. */
  static final Duration GATEWAY_MAX = Duration.ofMinutes(1);

  private static final Duration MAX = Duration.ofSeconds(30);
  private static final String DATABASE = "leadgate_own";
  private static final String WAITING =
      "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'leadgate'";

  private final OwnPostgres primary = OwnPostgres.empty();
  private final StandbyServer standby = StandbyServer.copyOf(primary.server(), "standby1");

  /** The gateway's role in Postgres. */
  enum Role {
    /** A role that may see the standbys. */
    SUPERUSER,
    /** A role that owns the database and may not see the standbys. */
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

  /** Starts a gateway in this JVM. */
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

  /** The number of gateways' sessions that wait for the standby. */
  long waiting() {
    return primary.database().number("SELECT count(*) " + WAITING);
  }

  void awaitWaiting(int sessions) {
    Await.until(sessions + " sessions wait for the standby", MAX, () -> waiting() == sessions);
  }

  /** Cancels the wait of each waiting session, as an operator can; the commits stay. */
  void cancelWaiting() {
    primary.execute("SELECT pg_cancel_backend(pid) " + WAITING);
  }

  /** Restarts a standby that was killed or hangs, and waits until the primary waits for it. */
  void bringStandbyBack() {
    standby.kill();
    standby.start();
    awaitStandby();
  }

  /**
   * Makes an empty database beside that of the pair, also while the standby is away.
   *
   * @return the URI of the database, with the role that owns it
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
   * Ends the primary for good, and promotes the standby, which must have been killed before. From
   * now on the standby's rows count.
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
      waitFor(""); // The statements of the close would wait for the standby too.
    } catch (IllegalStateException primaryIsAway) {
      // A primary that is away does not wait.
    }
    primary.close();
    standby.close();
  }
}

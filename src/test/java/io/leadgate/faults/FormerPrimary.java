package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.StandbyServer;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * A standby that is promoted while the former primary lives on: the connection by which a node sees
 * changes stays on the former primary, and those that store leads are opened to the new one.
 */
final class FormerPrimary {

  private static final Duration MAX = Duration.ofSeconds(30);

  private FormerPrimary() {}

  /**
   * The leads of a credential after the credential was disabled on the new primary.
   *
   * @param accepted for how long they were accepted after the change
   * @param stored how many leads the new primary has, of which a single lead is from before
   */
  record Leads(Duration accepted, long stored) {}

  static Leads afterDisabling() {
    try (OwnPostgres former = new OwnPostgres();
        StandbyServer standby = StandbyServer.copyOf(former.server(), "standby1");
        TcpProxy proxy = TcpProxy.before(former.server().port());
        RunningGateway gateway =
            RunningGateway.join(
                former.database(),
                Map.of(
                    "LEADGATE_POSTGRES_URI",
                    former
                        .database()
                        .uri()
                        .replace(":" + former.server().port() + "/", ":" + proxy.port() + "/")))) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Credential credential = fixtures.credential("lead_receiver");
      String token = fixtures.token(credential);
      Http vendor = gateway.api().bearer(token);
      if (post(vendor, campaign) != 201) {
        throw new IllegalStateException("the first lead was not stored");
      }
      Await.until("the standby has all", MAX, () -> replicates(former));

      proxy.pointNewTo(standby.port());
      standby.promote();
      TestDatabase promoted = standby.database("leadgate_own");
      execute(promoted, Ending.DISABLE.sql(credential, token));
      // Ends all connections but that of the catalogue.
      former.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'leadgate'
            AND query NOT LIKE '%state_version%' AND query NOT LIKE '%pg_stat_replication%'""");
      Duration accepted = LastAccepted.until(() -> post(vendor, campaign), Ending.DISABLE.status);
      return new Leads(accepted, promoted.number("SELECT count(*) FROM lead"));
    }
  }

  private static int post(Http vendor, Campaign campaign) {
    return vendor.post(campaign.leads(), LEAD).status();
  }

  private static boolean replicates(OwnPostgres primary) {
    return primary
            .database()
            .number(
                "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()")
        == 1;
  }

  private static void execute(TestDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sets {@code postgres.require_sync_standby}: the gateway acknowledges no lead that is on a single
 * machine.
 */
@Tag("faults")
class RequiredStandbySpec {

  private static final Duration END_MAX = Duration.ofMinutes(1);
  private static final String REQUIRE = "LEADGATE_POSTGRES_REQUIRE_SYNC_STANDBY";
  private static final Map<String, String> SETTINGS =
      Map.of(
          REQUIRE, "true", "LEADGATE_STORAGE_WAIT", "2s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "5s");

  private static final StandbyPair PAIR = new StandbyPair();

  @AfterEach
  void bringStandbyBack() {
    PAIR.waitFor(StandbyPair.NAMES);
    PAIR.bringStandbyBack();
  }

  @AfterAll
  static void stop() {
    PAIR.close();
  }

  @Test
  void startIsRefusedToARoleThatMayNotSeeStandbys() {
    try (GatewayProcess gateway =
        GatewayProcess.launch(
            PAIR.environment(
                StandbyPair.Role.OWNER,
                Map.of(REQUIRE, "true", "LEADGATE_POSTGRES_URI", PAIR.emptyDatabase("refused"))))) {
      assertThat(gateway.exitStatus(END_MAX)).isEqualTo(1);
      assertThat(gateway.standardError().lines().filter(line -> !line.startsWith("{")))
          .singleElement()
          .asString()
          .startsWith("leadgate cannot start: postgres.require_sync_standby")
          .contains("GRANT pg_read_all_stats TO plain");
    }
  }

  @Test
  void leadsAre503UntilPostgresWaitsForAStandby() {
    PAIR.waitFor("");
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, SETTINGS)) {
      LanePosts lanes = LanePosts.of(gateway);
      PostgresHealth.assertIs(gateway.management(), "read-only", 1);
      assertThat(lanes.send("no standby"))
          .allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));

      PAIR.waitFor(StandbyPair.NAMES);
      PostgresHealth.await(gateway.management(), "up", 2);
      LanePosts.assertAnswered(lanes.send("a standby"));
    }
  }

  /**
   * A fail-over manager may empty the setting. Postgres then reports success to each waiting
   * session.
   */
  @Test
  void leadIsNotAcknowledgedIfPostgresStopsWaitingForIt() {
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, SETTINGS)) {
      LanePosts lanes = LanePosts.of(gateway);
      PAIR.standby().freeze();
      List<CompletableFuture<Answer>> posts = lanes.send("let go");
      PAIR.awaitWaiting(posts.size());
      PAIR.waitFor("");

      assertThat(posts).allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));
      assertThat(gateway.fixtures().storedLeads(lanes.campaign())).isEqualTo(2);
      PAIR.standby().kill();
      TestDatabase database = PAIR.primary().database();
      assertThat(database.number("SELECT count(*) FROM pg_stat_replication")).isZero();
      PostgresHealth.assertIs(gateway.management(), "read-only", 1);
      PostgresHealth.assertUnavailable(lanes.plain().post(lanes.campaign().leads(), LEAD));
    }
  }
}

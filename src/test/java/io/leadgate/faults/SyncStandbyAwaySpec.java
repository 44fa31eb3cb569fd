package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Answer;
import io.leadgate.support.Await;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Http;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A synchronous standby goes away and comes back, or is not there at the start. */
class SyncStandbyAwaySpec {

  private static final Duration MAX = Duration.ofMinutes(1);
  private static final String LIVE = "leadgate_postgres_sync_standbys";
  private static final Map<String, String> PATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "1m", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");
  private static final Map<String, String> IMPATIENT =
      Map.of("LEADGATE_STORAGE_WAIT", "300ms", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  private static final StandbyPair PAIR = new StandbyPair();

  @AfterEach
  void bringStandbyBack() {
    PAIR.bringStandbyBack();
  }

  @AfterAll
  static void stop() {
    PAIR.close();
  }

  @Test
  void whileItIsAwayLeadsAre503AndNothingIsSentAndHealthAndLogSaySo() {
    try (GatewayProcess gateway =
        GatewayProcess.start(PAIR.environment(StandbyPair.Role.SUPERUSER, IMPATIENT))) {
      LanePosts lanes =
          LanePosts.of(
              gateway.fixtures(PAIR.primary().database()), gateway.api(), gateway.management());
      PostgresHealth.assertIs(gateway.management(), "up", 2);
      assertThat(Scrape.value(gateway.management(), LIVE)).isEqualTo(1);
      assertThat(gateway.standardError())
          .contains("\"message\":\"each commit is on this many machines\",\"machines\":2");

      PAIR.killStandby();
      PostgresHealth.await(gateway.management(), "read-only", 1);
      for (int i = 0; i < 3; i++) {
        assertThat(lanes.send("away-" + i))
            .allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));
      }
      assertThat(PAIR.waiting()).isZero();
      assertThat(Scrape.value(gateway.management(), LIVE)).isZero();
      assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);

      PAIR.bringStandbyBack();
      PostgresHealth.await(gateway.management(), "up", 2);
      assertThat(lanes.send("back"))
          .extracting(post -> post.join().status())
          .containsExactly(201, 201, 401, 401);
      assertThat(gateway.standardError())
          .contains("postgres takes no commit: a synchronous standby is missing");
    }
  }

  @Test
  void leadsThatComeInAShortAbsenceWaitForItsEnd() {
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, PATIENT)) {
      LanePosts lanes = LanePosts.of(gateway.fixtures(), gateway.api(), gateway.management());
      PAIR.killStandby();
      PostgresHealth.await(gateway.management(), "read-only", 1);
      List<CompletableFuture<Answer>> posts = lanes.send("waits");
      Await.until(
          "they wait",
          MAX,
          () -> Scrape.sum(gateway.management(), "leadgate_inflight_leads") == posts.size());
      PAIR.bringStandbyBack();

      assertThat(posts)
          .extracting(post -> post.join().status())
          .containsExactly(201, 201, 401, 401);
      assertThat(gateway.fixtures().leads(lanes.campaign())).isEqualTo(2);
    }
  }

  @Test
  void wherePostgresWaitsForNobodyALeadIsOnOneMachine() {
    PAIR.waitFor("");
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, IMPATIENT)) {
      LanePosts lanes = LanePosts.of(gateway.fixtures(), gateway.api(), gateway.management());
      PostgresHealth.assertIs(gateway.management(), "up", 1);
      assertThat(lanes.plain().post(lanes.campaign().leads(), LEAD).status()).isEqualTo(201);
      PAIR.waitFor(StandbyPair.NAMES);
      Await.until("a lead is on two machines", MAX, () -> machines(gateway) == 2);
    } finally {
      PAIR.waitFor(StandbyPair.NAMES);
    }
  }

  private static int machines(RunningGateway gateway) {
    return gateway
        .management()
        .get("/health/ready")
        .json()
        .at("/dependencies/postgres/machines")
        .asInt();
  }

  @Test
  void awayAtTheFirstStartItStopsNothing() {
    PAIR.killStandby();
    Map<String, String> settings =
        Map.of(
            "LEADGATE_POSTGRES_URI",
            PAIR.emptyDatabase("first_start").replace("plain@", "postgres@"));
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, settings)) {
      PostgresHealth.assertIs(gateway.management(), "read-only", 1);
      assertThat(gateway.management().admin().get("/admin/credentials").status()).isEqualTo(200);
    }
    try (RunningGateway again = PAIR.gateway(StandbyPair.Role.SUPERUSER, settings)) {
      PostgresHealth.assertIs(again.management(), "read-only", 1);
    }
  }

  @Test
  void awayAtTheStartLeadsAre503UntilItIsThere() {
    try (RunningGateway before = PAIR.gateway(StandbyPair.Role.SUPERUSER, IMPATIENT)) {
      LanePosts lanes = LanePosts.of(before.fixtures(), before.api(), before.management());
      PAIR.killStandby();
      try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, IMPATIENT)) {
        Http vendor = gateway.api().bearer(lanes.token());
        PostgresHealth.assertIs(gateway.management(), "read-only", 1);
        PostgresHealth.assertUnavailable(vendor.post(lanes.campaign().leads(), LEAD));
        PAIR.bringStandbyBack();
        PostgresHealth.await(gateway.management(), "up", 2);
        assertThat(vendor.post(lanes.campaign().leads(), LEAD).status()).isEqualTo(201);
      }
    }
  }
}

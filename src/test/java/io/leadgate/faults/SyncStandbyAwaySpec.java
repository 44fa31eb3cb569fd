package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills a synchronous standby and brings it back, before and after the start of a gateway. */
@Tag("faults")
class SyncStandbyAwaySpec {

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
  void leadsAre503AndNotSentWhileTheStandbyIsAway() {
    try (GatewayProcess gateway =
        GatewayProcess.start(PAIR.environment(StandbyPair.Role.SUPERUSER, StandbyPair.IMPATIENT))) {
      LanePosts lanes = LanePosts.of(gateway, PAIR.primary().database());
      PostgresHealth.assertIs(gateway.management(), "up", 2);
      assertThat(PostgresHealth.syncStandbys(gateway.management())).isEqualTo(1);
      assertThat(gateway.standardError())
          .contains("\"message\":\"each commit is on this many machines\",\"machines\":2");

      PAIR.killStandby();
      PostgresHealth.await(gateway.management(), "read-only", 1);
      for (int i = 0; i < 3; i++) {
        assertThat(lanes.send("away-" + i))
            .allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));
      }
      assertThat(PAIR.waiting()).isZero();
      assertThat(PostgresHealth.syncStandbys(gateway.management())).isZero();
      assertThat(gateway.management().get("/health/ready").status()).isEqualTo(200);

      PAIR.bringStandbyBack();
      PostgresHealth.await(gateway.management(), "up", 2);
      LanePosts.assertAnswered(lanes.send("back"));
      assertThat(gateway.standardError())
          .contains("postgres takes no commit: a synchronous standby is missing");
    }
  }

  @Test
  void leadsWaitForTheEndOfAShortAbsence() {
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, StandbyPair.PATIENT)) {
      LanePosts lanes = LanePosts.of(gateway);
      PAIR.killStandby();
      PostgresHealth.await(gateway.management(), "read-only", 1);
      List<CompletableFuture<Answer>> posts = lanes.send("waits");
      Await.until(
          "the leads wait",
          StandbyPair.GATEWAY_MAX,
          () -> Scrape.sum(gateway.management(), "leadgate_inflight_leads") == posts.size());
      PAIR.bringStandbyBack();

      LanePosts.assertAnswered(posts);
      assertThat(gateway.fixtures().storedLeads(lanes.campaign())).isEqualTo(2);
    }
  }

  @Test
  void leadsAreOnOneMachineWithoutASynchronousStandby() {
    PAIR.waitFor("");
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, StandbyPair.IMPATIENT)) {
      LanePosts lanes = LanePosts.of(gateway);
      PostgresHealth.assertIs(gateway.management(), "up", 1);
      assertThat(lanes.plain().post(lanes.campaign().leads(), LEAD).status()).isEqualTo(201);
      PAIR.waitFor(StandbyPair.NAMES);
      PostgresHealth.awaitMachines(gateway.management(), 2);
    } finally {
      PAIR.waitFor(StandbyPair.NAMES);
    }
  }

  @Test
  void firstStartSucceedsWithoutTheStandby() {
    PAIR.killStandby();
    Map<String, String> settings =
        Map.of(
            "LEADGATE_POSTGRES_URI",
            PAIR.emptyDatabase("first_start").replace("plain@", "postgres@"));
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.SUPERUSER, settings)) {
      PostgresHealth.assertIs(gateway.management(), "read-only", 1);
      assertThat(gateway.management().admin().get("/admin/credentials").status()).isEqualTo(200);
    }
    try (RunningGateway restarted = PAIR.gateway(StandbyPair.Role.SUPERUSER, settings)) {
      PostgresHealth.assertIs(restarted.management(), "read-only", 1);
    }
  }

  @Test
  void leadsAre503AfterAStartUntilTheStandbyIsBack() {
    try (RunningGateway before = PAIR.gateway(StandbyPair.Role.SUPERUSER, StandbyPair.IMPATIENT)) {
      LanePosts lanes = LanePosts.of(before);
      PAIR.killStandby();
      try (RunningGateway gateway =
          PAIR.gateway(StandbyPair.Role.SUPERUSER, StandbyPair.IMPATIENT)) {
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

package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sessions that wait for a synchronous standby. The gateway's role may not see that the standby is
 * away.
 */
@Tag("faults")
class SyncStandbyWaitSpec {

  private static final StandbyPair PAIR = new StandbyPair();

  @AfterEach
  void bringStandbyBack() {
    PAIR.bringStandbyBack();
  }

  @AfterAll
  static void stop() {
    PAIR.close();
  }

  /** After pg_cancel_backend Postgres reports success, with a warning. */
  @Test
  void cancelledWaitIsNotTakenForSuccess() {
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.OWNER, StandbyPair.PATIENT)) {
      LanePosts lanes = LanePosts.of(gateway);
      PAIR.standby().freeze();
      List<CompletableFuture<Answer>> posts = lanes.send("cancelled");
      PAIR.awaitWaiting(posts.size());
      PAIR.cancelWaiting();
      Await.until(
          "the leads are on the primary",
          StandbyPair.GATEWAY_MAX,
          () -> gateway.fixtures().storedLeads(lanes.campaign()) == 2);
      PAIR.awaitWaiting(posts.size());
      assertThat(posts).noneMatch(CompletableFuture::isDone);
      PAIR.bringStandbyBack();

      LanePosts.assertAnswered(posts);
      assertThat(gateway.fixtures().storedLeads(lanes.campaign())).isEqualTo(2);
      assertThat(gateway.fixtures().quarantined(lanes.campaign())).isEqualTo(2);
    }
  }

  /**
   * The gateway ends these sessions, because Postgres ends them neither by a time-out nor when the
   * client goes.
   */
  @Test
  void sessionsThatWaitInVainAreEndedAndTheirChangeIsInForce() {
    try (RunningGateway gateway = PAIR.gateway(StandbyPair.Role.OWNER, StandbyPair.IMPATIENT)) {
      LanePosts lanes = LanePosts.of(gateway);
      Credential leaked = gateway.fixtures().credential("lead_receiver");
      String path = "/admin/credentials/" + leaked.clientId();
      PostgresHealth.assertIs(gateway.management(), "up", OptionalInt.empty());
      assertThat(PostgresHealth.syncStandbys(gateway.management())).isNaN();

      PAIR.killStandby();
      assertThat(lanes.send("in vain"))
          .allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));
      Http admin = gateway.management().admin();
      assertThat(admin.patch(path, "{\"enabled\":false}").status()).isEqualTo(503);
      assertThat(PAIR.waiting()).isPositive();
      PostgresHealth.assertIs(gateway.management(), "up", OptionalInt.empty());

      PAIR.awaitWaiting(0);
      assertThat(admin.get(path).json().path("enabled").asBoolean()).isFalse();
    }
  }
}

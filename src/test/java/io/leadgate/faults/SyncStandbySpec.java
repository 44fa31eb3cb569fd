package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Crashes a primary while it waits for its synchronous standby. Postgres commits on the primary
 * first: after the crash the primary shows a commit that the standby never got, and that the
 * gateway must not acknowledge.
 */
@Tag("faults")
class SyncStandbySpec {

  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_STORAGE_WAIT", "4s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "1s");

  @ParameterizedTest
  @EnumSource
  void leadOnThePrimaryAloneIsNotAcknowledged(StandbyPair.Role role) {
    try (StandbyPair pair = new StandbyPair();
        RunningGateway gateway = pair.gateway(role, SETTINGS)) {
      Fixtures fixtures = gateway.fixtures();
      LanePosts lanes = LanePosts.of(gateway);
      Campaign campaign = lanes.campaign();
      LanePosts.assertAnswered(lanes.send("before"));

      // A frozen standby still counts as live, so both roles send.
      pair.standby().freeze();
      List<CompletableFuture<Answer>> posts = lanes.send("after");
      pair.awaitWaiting(posts.size());
      pair.standby().kill();
      pair.restartPrimaryHard();

      assertThat(posts).allSatisfy(post -> PostgresHealth.assertUnavailable(post.join()));
      assertThat(fixtures.storedLeads(campaign)).as("leads on the primary").isEqualTo(4);
      assertThat(fixtures.quarantined(campaign)).as("rows on the primary").isEqualTo(4);
      PostgresHealth.assertUnavailable(lanes.keyed("after").post(campaign.leads(), LEAD));
      TestDatabase truth = pair.failOver();
      assertThat(truth.number("SELECT count(*) FROM lead")).isEqualTo(2);
      assertThat(truth.number("SELECT count(*) FROM quarantine")).isEqualTo(2);
      assertThat(truth.number("SELECT count(*) FROM idempotency_key")).isEqualTo(1);
    }
  }
}

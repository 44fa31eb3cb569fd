package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends the gateway by {@code kill -9}: each acknowledged lead is stored, and stored once. */
@Tag("faults")
class KillSpec {

  private static final int ROUNDS = 3;
  private static final TestDatabase DATABASE = SharedServers.newDatabase();

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  @Test
  void acknowledgedLeadSurvivesAKillDirectlyAfterItsAnswer() {
    for (int round = 0; round < ROUNDS; round++) {
      try (GatewayProcess gateway = start()) {
        Fixtures fixtures = gateway.fixtures(DATABASE);
        Campaign campaign = fixtures.campaign();
        Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
        Answer answer = vendor.post(campaign.leads(), LEAD);
        gateway.kill();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(
                fixtures.number(
                    "SELECT count(*) FROM lead WHERE id = ?::uuid AND fields::jsonb = ?::jsonb",
                    answer.text("id"),
                    LEAD))
            .isEqualTo(1);
      }
    }
  }

  @Test
  void killUnderLoadLosesNoLeadAndDoublesNoKey() {
    for (int round = 0; round < ROUNDS; round++) {
      try (GatewayProcess killed = start()) {
        Fixtures fixtures = killed.fixtures(DATABASE);
        Campaign campaign = fixtures.campaign();
        String token = fixtures.token("lead_receiver");
        try (Vendors vendors = Vendors.start(8, killed.api().bearer(token), campaign)) {
          vendors.awaitAcknowledged(200);
          killed.kill();
          vendors.stop();

          vendors.assertNothingAcknowledgedIsLost(fixtures);
          try (GatewayProcess next = start()) {
            vendors.sendKeyedAgain(next.api().bearer(token));
          }
          vendors.assertNothingAcknowledgedIsLost(fixtures);
          vendors.assertOneLeadOfEachKey(fixtures);
        }
      }
    }
  }

  private static GatewayProcess start() {
    return GatewayProcess.start(RunningGateway.environment(DATABASE, Map.of()));
  }
}

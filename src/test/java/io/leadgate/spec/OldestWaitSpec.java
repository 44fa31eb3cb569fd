package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Holds back the commit of a lead, and reads how long the oldest lead waits. */
class OldestWaitSpec {

  private static final Duration SOON = Duration.ofSeconds(50);

  private static double oldest(RunningGateway gateway, String lane) {
    return Scrape.value(
        gateway.management(), "leadgate_oldest_wait_seconds{lane=\"%s\"}".formatted(lane));
  }

  @Test
  void opsSeeHowLongTheOldestLeadOfEachLaneWaits() throws SQLException {
    try (RunningGateway gateway =
        RunningGateway.start(
            Map.of(
                "LEADGATE_STORAGE_WAIT", "1m",
                "LEADGATE_STORAGE_BATCH_TIMEOUT", "1m",
                "LEADGATE_HTTP_IDLE_TIMEOUT", "5m"))) {
      Campaign campaign = gateway.fixtures().campaign();
      Http vendor = gateway.api().bearer(gateway.fixtures().token("lead_receiver"));
      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      CompletableFuture<Answer> waiting;
      try (Connection connection = gateway.database().connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE lead IN EXCLUSIVE MODE");
        waiting = vendor.postAsync(campaign.leads(), LEAD);
        Await.until("the lead waits for a second", SOON, () -> oldest(gateway, "leads") > 1);

        assertThat(oldest(gateway, "leads")).isLessThan(60);
        assertThat(oldest(gateway, "keyed_leads")).isZero();
      }
      assertThat(waiting.join().status()).isEqualTo(201);
      Await.until("no lead waits", SOON, () -> oldest(gateway, "leads") == 0);
    }
  }
}

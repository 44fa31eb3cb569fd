package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads the health of a Postgres that answers reads and commits no lead. */
@Tag("faults")
class HeldUpLeadsSpec {

  private static final Duration MAX = Duration.ofSeconds(30);

  @Test
  void healthSaysThatNoLeadIsCommitted() throws SQLException {
    try (RunningGateway gateway =
        RunningGateway.start(
            Map.of("LEADGATE_STORAGE_WAIT", "50s", "LEADGATE_STORAGE_BATCH_TIMEOUT", "500ms"))) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      assertThat(postgres(gateway)).isEqualTo("up");

      CompletableFuture<Answer> posted;
      try (Connection connection = gateway.database().connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE lead IN SHARE MODE");
        posted = vendor.postAsync(campaign.leads(), LEAD);
        Await.until("Postgres is read-only", MAX, () -> postgres(gateway).equals("read-only"));
        assertThat(posted).isNotDone();
      }
      assertThat(posted.join().status()).isEqualTo(201);
      Await.until("Postgres is up", MAX, () -> postgres(gateway).equals("up"));
    }
  }

  private static String postgres(RunningGateway gateway) {
    return gateway
        .management()
        .get("/health/ready")
        .json()
        .at("/dependencies/postgres/status")
        .asText();
  }
}

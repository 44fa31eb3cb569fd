package io.leadgate.faults;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.LogsError;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.TcpProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Puts a pooler before Postgres that drops {@code synchronous_commit} from the start-up packet, in
 * a database that has it off: no lead is acknowledged.
 */
@Tag("faults")
class SynchronousCommitSpec {

  private static final Duration MAX = Duration.ofSeconds(30);

  /** A setting that Postgres accepts and ignores, with a name of the same length. */
  private static final String IGNORED = "leadgate.something";

  @Test
  @LogsError("leads wait: a session does not have synchronous_commit on")
  void leadsWaitUntilTheSessionsHaveItOn() {
    try (OwnPostgres postgres = new OwnPostgres();
        TcpProxy pooler = TcpProxy.before(postgres.server().port())) {
      pooler.changeFirstBytes(bytes -> bytes.replace("synchronous_commit", IGNORED));
      postgres.execute("ALTER DATABASE leadgate_own SET synchronous_commit = off");
      String uri =
          postgres
              .database()
              .uri()
              .replace(":" + postgres.server().port() + "/", ":" + pooler.port() + "/");
      try (GatewayProcess gateway =
          GatewayProcess.start(
              postgres.environment(
                  Map.of("LEADGATE_POSTGRES_URI", uri, "LEADGATE_STORAGE_WAIT", "1s")))) {
        Fixtures fixtures = gateway.fixtures(postgres.database());
        Campaign campaign = fixtures.campaign();
        Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
        Http keyed = vendor.with("Idempotency-Key", "k");

        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(503);
        assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(503);
        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(503);
        assertThat(fixtures.storedLeads(campaign)).isZero();
        assertThat(
                gateway
                    .standardError()
                    .lines()
                    .filter(line -> line.contains("does not have synchronous_commit on"))
                    .toList())
            .singleElement()
            .satisfies(line -> assertThat(line).contains("off"));

        postgres.execute("ALTER DATABASE leadgate_own RESET synchronous_commit");

        Await.until(
            "the lead is stored", MAX, () -> keyed.post(campaign.leads(), LEAD).status() == 201);
        assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
      }
    }
  }
}

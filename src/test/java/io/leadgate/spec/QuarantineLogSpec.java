package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the log says of a quarantine that is full: once for each kind, however much comes. */
class QuarantineLogSpec {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MAX = Duration.ofSeconds(30);

  @Test
  void aFullQuarantineIsToldOfOnceForEachKindAndNotWithEachRequest() {
    try (TestDatabase database = SharedServers.newDatabase();
        GatewayProcess gateway =
            GatewayProcess.start(
                RunningGateway.environment(
                    database,
                    Map.of(
                        "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "0",
                        "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX", "0")))) {
      Fixtures fixtures = gateway.fixtures(database);
      Campaign campaign = fixtures.campaign();
      Http unscoped = gateway.api().bearer(fixtures.token("data_api"));
      for (int i = 0; i < 5; i++) {
        assertThat(gateway.api().post(campaign.leads(), LEAD).status()).isEqualTo(401);
        assertThat(unscoped.post(campaign.leads(), LEAD).status()).isEqualTo(403);
      }
      gateway.signal("TERM");
      assertThat(gateway.exitStatus(MAX)).isZero();
      Await.until(
          "its last line is there", MAX, () -> gateway.standardError().contains("\"stopped\""));

      assertThat(full(gateway))
          .hasSize(2)
          .allMatch(line -> line.path("level").asText().equals("WARN"))
          .extracting(line -> line.path("signed").booleanValue())
          .containsExactly(false, true);
    }
  }

  private static List<JsonNode> full(GatewayProcess gateway) {
    return gateway
        .standardError()
        .lines()
        .filter(line -> line.contains("\"the quarantine is full\""))
        .map(QuarantineLogSpec::fact)
        .toList();
  }

  private static JsonNode fact(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
  }
}

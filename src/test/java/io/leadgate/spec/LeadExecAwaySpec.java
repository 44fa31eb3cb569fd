package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.OwnPostgres;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Posts leads in LeadExec's formats while Postgres is away: its clients are told to send again. */
@Tag("faults")
class LeadExecAwaySpec {

  @Test
  void leadsAreToBeSentAgainWhilePostgresIsAway() {
    try (OwnPostgres postgres = new OwnPostgres();
        RunningGateway gateway =
            RunningGateway.join(postgres.database(), Map.of("LEADGATE_STORAGE_WAIT", "500ms"))) {
      Fixtures fixtures = gateway.fixtures();
      Campaign campaign = fixtures.campaign();
      Http vendor = gateway.api().bearer(fixtures.token("lead_receiver"));
      postgres.server().kill();

      for (Http sender : List.of(vendor, gateway.api())) {
        assertV1(V1Call.FORM.send(sender, campaign, LEAD));
        assertV1(V1Call.QUERY_ANSWERED_IN_JSON.send(sender, campaign, LEAD));
        assertV2(
            sender.post(
                "/v2/insert/general",
                "{\"source\":{\"vid\":%d,\"lid\":%d},\"leads\":[{\"fields\":%s}]}"
                    .formatted(campaign.leadSourceId(), campaign.leadTypeId(), Fixtures.LEAD)));
      }
    }
  }

  private static void assertV1(Answer answer) {
    V1Reply reply = V1Reply.of(answer);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.type()).isEqualTo("Data_Errors");
    assertThat(reply.isValidPost()).isEqualTo("false");
    assertThat(reply.pending()).isEqualTo("false");
    assertThat(reply.details()).containsIgnoringCase("send").contains("again");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }

  private static void assertV2(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("storage-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }
}

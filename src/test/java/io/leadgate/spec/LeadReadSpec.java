package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads leads back by their ids. */
class LeadReadSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential credential = FIXTURES.credential("lead_receiver", "data_api");
  private final Http client = GATEWAY.api().bearer(FIXTURES.token(credential));

  @Test
  void leadIsReadableOnceItIsAnswered() {
    Answer posted = client.post(campaign.leads(), LEAD);
    Answer read = client.get(posted.header("Location"));

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.header("Content-Type")).isEqualTo("application/json");
    assertThat(read.body())
        .isEqualTo(
            """
            {"id":"%s","campaign_id":%d,"lead_source_id":%d,"credential_id":"%s",\
            "received_at":"%s","accepted_at":"%s","status":"accepted","duplicate_of":null,"reference":null,\
            "remote_address":"127.0.0.1","fields":%s}"""
                .formatted(
                    posted.text("id"),
                    campaign.id(),
                    campaign.leadSourceId(),
                    credential.clientId(),
                    posted.text("received_at"),
                    posted.text("received_at"),
                    LEAD));
  }

  @Test
  void readingNeedsTheScopeDataApi() {
    String path = client.post(campaign.leads(), LEAD).header("Location");
    Answer without = GATEWAY.api().get(path);
    Answer unscoped = GATEWAY.api().bearer(FIXTURES.token("lead_receiver")).get(path);

    assertProblem(without, 401, "missing-token");
    assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"leadgate\"");
    assertProblem(unscoped, 403, "insufficient-scope");
    assertThat(unscoped.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"leadgate\", error=\"insufficient_scope\", scope=\"data_api\"");
  }

  @Test
  void boundCredentialDoesNotFindForeignLeads() {
    String path = client.post(campaign.leads(), LEAD).header("Location");
    int elsewhere = FIXTURES.campaign().leadSourceId();
    Credential foreign = FIXTURES.boundCredential(elsewhere, "data_api");
    Credential own = FIXTURES.boundCredential(campaign.leadSourceId(), "data_api");

    assertThat(GATEWAY.api().bearer(FIXTURES.token(foreign)).get(path).status()).isEqualTo(404);
    assertThat(GATEWAY.api().bearer(FIXTURES.token(own)).get(path).status()).isEqualTo(200);
  }

  @Test
  void unknownLeadIs404() {
    for (String id : List.of("x", "1", "01a20c8e-1e10-7a44-b2ca-7cd0716bb438", "1-1-1-1-1")) {
      Answer answer = client.get("/v1/leads/" + id);

      assertProblem(answer, 404, "not-found");
    }
  }

  @Test
  void quarantinedRequestIsNotFoundAsALead() {
    Answer refused = GATEWAY.api().post(campaign.leads(), LEAD);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(client.get("/v1/leads/" + refused.text("quarantine_id")).status()).isEqualTo(404);
  }
}

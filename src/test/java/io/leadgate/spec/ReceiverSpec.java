package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Posts leads with a good token, and compares the answers and the stored rows. */
class ReceiverSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final String token = FIXTURES.token("lead_receiver");
  private final Http vendor = GATEWAY.api().bearer(token);

  @Test
  void leadWithAGoodTokenIsStoredAndAnswered201() {
    Answer answer = vendor.post(campaign.leads(), LEAD);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Location")).isEqualTo("/v1/leads/" + answer.text("id"));
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-v]{12}");
    assertThat(answer.text("received_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(answer.body())
        .isEqualTo(
            "{\"id\":\"%s\",\"campaign_id\":%d,\"received_at\":\"%s\",\"status\":\"accepted\"}"
                .formatted(answer.text("id"), campaign.id(), answer.text("received_at")));
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND campaign_id = ?"
                    + " AND fields::jsonb = ?::jsonb AND host(remote) = '127.0.0.1'",
                answer.text("id"),
                campaign.id(),
                LEAD))
        .isEqualTo(1);
  }

  @Test
  void tokenIsTakenFromTheHeaderAccessToken() {
    Answer answer = GATEWAY.api().with("access_token", token).post(campaign.leads(), LEAD);

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void wellFormedRequestIdOfTheCallerIsKept() {
    assertThat(vendor.with("X-Request-Id", "abc-1._Z").post(campaign.leads(), LEAD))
        .satisfies(answer -> assertThat(answer.header("X-Request-Id")).isEqualTo("abc-1._Z"));
    assertThat(vendor.with("X-Request-Id", "a b").post(campaign.leads(), LEAD))
        .satisfies(answer -> assertThat(answer.header("X-Request-Id")).matches("[0-9a-v]{12}"));
  }

  @Test
  void eachInvalidFieldIsNamedOnce() {
    Answer answer =
        vendor.post(
            campaign.leads(),
            """
            {"first_name":" ","email":"nobody","phone":"12","state":"XX","postal_code":"!",
             "age":"1.5","income":"much","born":"2001-02-30","homeowner":"maybe","product":"Car",
             "other":"kept"}""");

    assertProblem(answer, 422, "invalid-lead");
    assertThat(AccountClient.errors(answer))
        .containsExactlyInAnyOrder(
            "first_name required",
            "last_name required",
            "email invalid_email",
            "phone invalid_phone",
            "state invalid_us_state",
            "postal_code invalid_postal_code",
            "age invalid_integer",
            "income invalid_number",
            "born invalid_date",
            "homeowner invalid_boolean",
            "product invalid_choice");
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  @Test
  void knownAndUnknownFieldsAreStoredAsTyped() {
    String lead =
        """
        {"FIRST_NAME":"Ada","Last_Name":"Lovelace","email":" Ada@Example.COM ",
         "phone":"+1 212.555.0123","state":"ny","postal_code":"10001-1234","age":36,
         "income":"1e5","born":"1815-12-10","homeowner":"Yes","product":"solar",
         "gclid":"x","nested":{"a":[1,2,{"b":null}]}}""";
    Answer answer = vendor.post(campaign.leads(), lead);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND fields::jsonb = ?::jsonb",
                answer.text("id"),
                lead))
        .isEqualTo(1);
  }

  @Test
  void openCampaignTakesLeadsWithoutAToken() {
    Campaign open = FIXTURES.openCampaign();

    assertLeadIsAccepted(GATEWAY.api(), open);
    assertLeadIsAccepted(GATEWAY.api().bearer("no token"), open);
    assertLeadIsAccepted(vendor, open);
    assertThat(
            FIXTURES.number(
                "SELECT count(credential_id) FROM lead WHERE campaign_id = ?", open.id()))
        .isEqualTo(1);
    assertThat(FIXTURES.quarantined(open)).isZero();
  }

  @Test
  void pausedCampaignOrInactiveLeadSourceIs409() {
    FIXTURES.change("UPDATE campaign SET status = 'paused' WHERE id = ?", campaign.id());
    Await.until("the campaign is paused", Duration.ofSeconds(30), () -> status() == 409);
    FIXTURES.change("UPDATE campaign SET status = 'active' WHERE id = ?", campaign.id());
    Await.until("the campaign is active again", Duration.ofSeconds(30), () -> status() == 201);
    FIXTURES.change(
        "UPDATE lead_source SET status = 'inactive' WHERE id = ?", campaign.leadSourceId());
    Await.until("the lead source is inactive", Duration.ofSeconds(30), () -> status() == 409);

    assertProblem(vendor.post(campaign.leads(), LEAD), 409, "campaign-not-active");
  }

  private int status() {
    return vendor.post(campaign.leads(), LEAD).status();
  }

  @Test
  void credentialOfAnotherLeadSourceSeesNoCampaign() {
    Campaign another = FIXTURES.campaign();
    Http bound =
        GATEWAY
            .api()
            .bearer(
                FIXTURES.token(FIXTURES.boundCredential(another.leadSourceId(), "lead_receiver")));

    assertLeadIsAccepted(bound, another);
    assertProblem(bound.post(campaign.leads(), LEAD), 404, "not-found");
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }
}

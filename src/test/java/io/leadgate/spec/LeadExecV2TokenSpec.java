package io.leadgate.spec;

import static io.leadgate.spec.V2Call.body;
import static io.leadgate.spec.V2Call.lead;
import static io.leadgate.spec.V2Call.result;
import static io.leadgate.spec.V2Call.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads in LeadExec's V2 without a good token: what is kept of them, and what is cut out. */
class LeadExecV2TokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String PATH = "/v2/insert/general";
  private static final String FIELDS =
      "{\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"ada.v2@example.com\"}";
  private static final String BAD =
      "{\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"nobody\"}";

  private final Campaign campaign = FIXTURES.campaign();

  private Answer post(Http vendor, String... leads) {
    return vendor.post(PATH, body(source(campaign), leads));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  @Test
  void bodyWithoutATokenIs401AndKeptAsItCame() {
    String sent = body(source(campaign), lead("\"r-7\"", FIELDS), lead(BAD));

    Answer answer = GATEWAY.api().post(PATH, sent);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"leadgate\"");
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .containsExactly(
            new QuarantineRow(
                answer.text("quarantine_id"),
                "missing_token",
                null,
                "application/json",
                null,
                sent));
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND format = 'v2'",
                campaign.id()))
        .isEqualTo(1);
  }

  /** The campaign is known where the body breaks off behind its source. */
  @Test
  void brokenBodyWithoutATokenIsKeptWhereItNamesACampaign() {
    String sent = "{\"source\":%s,\"leads\":[{\"fi".formatted(source(campaign));

    Answer kept = GATEWAY.api().post(PATH, sent);
    Answer lost = GATEWAY.api().post(PATH, "{\"sour");

    assertThat(kept.json().path("quarantined").asBoolean()).isTrue();
    assertThat(lost.status()).isEqualTo(401);
    assertThat(lost.json().path("quarantined").asBoolean()).isFalse();
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .containsExactly(sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"vid\":2147483647,\"lid\":1}", "{\"vid\":\"x\",\"lid\":1}"})
  void strangerLearnsNothingOfCampaigns(String source) {
    Answer answer = GATEWAY.api().post(PATH, body(source, lead(FIELDS)));
    Answer unknown = GATEWAY.api().post("/v1/campaigns/2147483647/leads", FIELDS);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("detail")).isEqualTo(unknown.text("detail"));
    assertThat(answer.json().path("quarantined").asBoolean(true)).isFalse();
  }

  /** The campaign stands behind more leads than are taken. */
  @Test
  void bodyOfTooManyLeadsIsKeptToo() {
    String[] leads = new String[1_001];
    Arrays.fill(leads, lead("{}"));
    String sent =
        "{\"leads\":[%s],\"source\":%s}".formatted(String.join(",", leads), source(campaign));

    assertThat(GATEWAY.api().post(PATH, sent).json().path("quarantined").asBoolean()).isTrue();
    assertThat(VENDOR.post(PATH, sent).status()).isEqualTo(413);
  }

  @Test
  void testWithoutATokenIsNotKept() {
    Answer answer = GATEWAY.api().post(PATH + "?test=true", body(source(campaign), lead(FIELDS)));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void campaignThatNeedsNoTokenTakesTheLeads() {
    Campaign open = FIXTURES.openCampaign();

    Answer answer = GATEWAY.api().post(PATH, body(source(open), lead(FIELDS), lead(FIELDS)));

    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(FIXTURES.storedLeads(open)).isEqualTo(2);
  }

  @Test
  void keyAndTokenInTheHeaderOfLeadExecAreTaken() {
    Credential key = FIXTURES.staticKey(campaign.leadSourceId());

    for (Http vendor :
        List.of(
            GATEWAY.api().with("api-key", key.secret()),
            GATEWAY.api().basic(key.clientId(), key.secret()),
            GATEWAY.api().with("access_token", FIXTURES.token("lead_receiver")))) {
      assertThat(post(vendor, lead(FIELDS)).status()).isEqualTo(200);
    }
    assertThat(rows().leads()).isEqualTo(3);
  }

  @Test
  void credentialsAreCutOutOfTheLeadsAndOfTheKeptBody() {
    String sent =
        "{\"api_key\":\"v2-4712\",\"source\":%s,\"leads\":[%s]}"
            .formatted(
                source(campaign),
                "{\"properties\":{\"access_token\":\"v2-4712\"},\"fields\":{\"client_secret\":\"v2-4712\","
                    + "\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"a@example.com\",\"x\":{\"api_key\":\"deep\"}}}");

    Answer taken = VENDOR.post(PATH, sent);
    Answer kept = GATEWAY.api().post(PATH, sent);

    assertThat(result(taken, 0).path("warnings").toString())
        .isEqualTo("[{\"code\":\"credential-in-body\",\"field\":\"client_secret\"}]");
    assertThat(kept.text("detail"))
        .contains("api_key belongs into the header api-key")
        .contains("access_token belongs into the header Authorization, behind Bearer")
        .contains("client_secret belongs into the header api-key");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields::text LIKE '%4712%'",
                campaign.id()))
        .isZero();
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.body())
                    .contains("\"x\":{\"api_key\":\"deep\"}")
                    .doesNotContain("4712"));
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static io.leadgate.support.http.VendorFormat.leadWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads in LeadExec's V1 without a good token: what is kept of them, and what is cut out. */
class LeadExecV1TokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String PATH = "/processor/insert/general";

  private final Campaign campaign = FIXTURES.campaign();

  private static Http form(Http sender) {
    return sender.with("Content-Type", "application/x-www-form-urlencoded");
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  @ParameterizedTest
  @EnumSource
  void leadWithoutATokenIs401AndKept(V1Call call) {
    V1Reply reply =
        V1Reply.refused(call.send(GATEWAY.api(), campaign, LEAD), 401, "Account_Disabled");

    assertThat(reply.pending()).isEqualTo("true");
    assertThat(reply.details()).startsWith("Get a token at");
    assertThat(reply.campaign()).isEmpty();
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .containsExactly(
            new QuarantineRow(
                reply.postId(),
                "missing_token",
                null,
                call.keptType(),
                null,
                call.kept(campaign, LEAD)));
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND format = 'v1'",
                campaign.id()))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void tokenWithoutTheScopeIs403AndKept(V1Call call) {
    Http reader = GATEWAY.api().bearer(FIXTURES.token("data_api"));

    V1Reply reply = V1Reply.refused(call.send(reader, campaign, LEAD), 403, "Account_Disabled");

    assertThat(reply.pending()).isEqualTo("true");
    assertThat(rows()).isEqualTo(new StoredRows(0, 0, 1));
  }

  /** Whatever else is wrong, a stranger learns nothing but that its token is. */
  @ParameterizedTest
  @EnumSource
  void strangerAtNoCampaignIs401AndNotKept(V1Call call) {
    Map<String, String> nowhere =
        V1Call.campaign(new Campaign(Integer.MAX_VALUE, 1, campaign.leadTypeId()));

    V1Reply reply =
        V1Reply.refused(call.send(GATEWAY.api(), nowhere, LEAD), 401, "Account_Disabled");
    V1Reply without =
        V1Reply.refused(call.send(GATEWAY.api(), Map.of("a", "b"), LEAD), 401, "Account_Disabled");

    assertThat(reply.pending()).isEqualTo("false");
    assertThat(without.details()).isEqualTo(reply.details());
  }

  @Test
  void pausedCampaignKeepsTheLeadOfAStranger() {
    Campaign paused = FIXTURES.campaign();
    FIXTURES.changeStatus(paused, "paused");

    V1Reply.refused(V1Call.QUERY.send(GATEWAY.api(), paused, LEAD), 401, "Account_Disabled");
    assertThat(FIXTURES.quarantined(paused)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void campaignThatNeedsNoTokenTakesTheLead(V1Call call) {
    Campaign open = FIXTURES.openCampaign();

    assertThat(V1Reply.of(call.send(GATEWAY.api(), open, LEAD)).isValid()).isTrue();
    assertThat(V1Reply.of(call.send(GATEWAY.api().bearer("bad"), open, LEAD)).isValid()).isTrue();
    assertThat(FIXTURES.storedLeads(open)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void credentialAmongTheMembersIsCutOut(V1Call call) {
    Campaign anything = FIXTURES.campaignOfAnything();
    Map<String, String> sent =
        leadWith(
            "Password", "v1-password-4711",
            "api_key", "v1-key-4711",
            "authorization", "I agree to be called");
    V1Reply taken = V1Reply.of(call.send(VENDOR, anything, sent));
    V1Reply kept = V1Reply.of(call.send(GATEWAY.api(), anything, sent));

    assertThat(taken.isValid()).isTrue();
    for (V1Reply reply : new V1Reply[] {taken, kept}) {
      assertThat(reply.details())
          .contains("A credential in the body was cut out and is not looked at: ")
          .contains("Password is not needed here")
          .contains("api_key belongs into the header api-key");
    }
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields::text LIKE '%4711%'",
                anything.id()))
        .isZero();
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields->>'authorization' LIKE 'I agree%'",
                anything.id()))
        .isEqualTo(1);
    assertThat(QuarantineRow.read(GATEWAY.database(), anything))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.body())
                    .contains("authorization")
                    .doesNotContain("4711", "Password", "api_key"));
  }

  /** The body contradicts its label, so nothing of it is a pair of the query. */
  @Test
  void credentialInAMislabelledBodyIsInNoKeptRow() {
    String query = V1Call.form(V1Call.campaign(campaign));

    Answer answer =
        form(GATEWAY.api()).post(PATH + "?" + query, "{\"api-key\":\"v1-4714\",\"a\":\"b\"}");

    assertThat(V1Reply.of(answer).pending()).isEqualTo("true");
    assertThat(kept()).isEqualTo(query + "&{\"a\":\"b\"}");
    assertThat(form(VENDOR).post(PATH + "?" + query, "{\"a\":\"b\"}").status()).isEqualTo(415);
  }

  @Test
  void queryBesideMultipartIsKeptToo() {
    String query = V1Call.form(V1Call.campaign(campaign)) + "&email=a%40b.example&api_key=v1-4714";

    V1Reply reply =
        V1Reply.of(
            GATEWAY
                .api()
                .with("Content-Type", "multipart/form-data; boundary=b")
                .post(
                    PATH + "?" + query,
                    "--b\r\nContent-Disposition: form-data; name=first_name\r\n\r\nA da\r\n--b--\r\n"));

    assertThat(reply.pending()).isEqualTo("true");
    assertThat(kept())
        .isEqualTo(V1Call.form(V1Call.campaign(campaign)) + "&email=a%40b.example&first_name=A+da");
  }

  /** The campaign is known although another member cannot be read. */
  @ParameterizedTest
  @ValueSource(strings = {"first_name=Jos%E9", "password=caf%E9-v1-4714"})
  void formThatIsNotUtf8IsKeptWhereItNamesACampaign(String pair) {
    String numbers = V1Call.form(V1Call.campaign(campaign));

    V1Reply ofForm = V1Reply.of(form(GATEWAY.api()).post(PATH, numbers + "&" + pair));
    V1Reply ofQuery = V1Reply.of(GATEWAY.api().get(PATH + "?" + numbers + "&" + pair));

    assertThat(ofForm.pending() + ofQuery.pending()).isEqualTo("truetrue");
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .containsOnly(pair.startsWith("password") ? numbers : numbers + "&" + pair);
  }

  @Test
  void byteOrderMarkHidesNoCredential() {
    String query = V1Call.form(V1Call.campaign(campaign));

    form(GATEWAY.api()).post(PATH + "?" + query, "\uFEFFpassword=v1-4714&a=b");

    assertThat(kept()).isEqualTo(query + "&a=b");
  }

  @Test
  void strangersFormPastTheLimitOfALeadIsNotKept() {
    String form = V1Call.form(V1Call.campaign(campaign)) + "&a=" + "x".repeat(70_000);

    V1Reply reply = V1Reply.refused(form(GATEWAY.api()).post(PATH, form), 401, "Account_Disabled");

    assertThat(reply.details()).contains("its body has more than 65536 bytes");
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  private String kept() {
    return QuarantineRow.read(GATEWAY.database(), campaign).getLast().body();
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static io.leadgate.support.http.VendorFormat.leadWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.VendorFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads in LeadExec's V1, in each way of calling it, with each outcome. */
class LeadExecV1Spec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final String PATH = "/processor/insert/general";
  private static final Campaign PAUSED = FIXTURES.campaign();

  private final Campaign campaign = FIXTURES.campaign();

  @BeforeAll
  static void pauseCampaign() {
    FIXTURES.changeStatus(PAUSED, "paused");
  }

  @ParameterizedTest
  @EnumSource
  void goodLeadIsStored(V1Call call) {
    Answer answer = call.send(VENDOR, campaign, LEAD);

    V1Reply reply = V1Reply.of(answer);
    assertThat(reply)
        .isEqualTo(
            new V1Reply(
                200,
                reply.postId(),
                "true",
                "No_Error",
                "The lead is stored.",
                "" + campaign.id(),
                "false"));
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertStored(reply, LEAD);
  }

  private void assertStored(V1Reply reply, Map<String, String> fields) {
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND id = ?::uuid AND fields::jsonb = ?::jsonb",
                campaign.id(),
                reply.postId(),
                VendorFormat.stored(fields)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void repeatedKeyIsReplayed(V1Call call) {
    Http keyed = VENDOR.with("Idempotency-Key", "v1-1");
    V1Reply first = V1Reply.of(call.send(keyed, campaign, LEAD));
    V1Reply again = V1Reply.of(call.send(keyed, campaign, LEAD));

    assertThat(again.isValid()).isTrue();
    assertThat(again.postId()).isEqualTo(first.postId());
    assertThat(again.details()).isEqualTo("The lead was stored before, and is not stored again.");
    assertThat(rows()).isEqualTo(new StoredRows(1, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void keyOfAnotherLeadIsOutsideTheCriteria(V1Call call) {
    Http keyed = VENDOR.with("Idempotency-Key", "v1-2");
    call.send(keyed, campaign, LEAD);

    V1Reply.refused(
        call.send(keyed, campaign, leadWith("last_name", "Eve")), 200, "Outside_Criteria");
    assertThat(rows()).isEqualTo(new StoredRows(1, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void badFieldIsNamed(V1Call call) {
    V1Reply reply =
        V1Reply.refused(
            call.send(VENDOR, campaign, leadWith("email", "nobody")), 200, "Data_Errors");

    assertThat(reply.details())
        .isEqualTo("email must be an e-mail address, such as ada@example.com");
    assertThat(reply.campaign()).isEqualTo("" + campaign.id());
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void campaignThatIsNotActiveIsDisabled(V1Call call) {
    V1Reply reply = V1Reply.refused(call.send(VENDOR, PAUSED, LEAD), 200, "Account_Disabled");

    assertThat(reply.details()).contains("not active");
  }

  /** A vendor that was told nothing after its lead was stored is told so after the pause too. */
  @Test
  void replayAtACampaignThatIsNotActiveIsStored() {
    Http keyed = VENDOR.with("Idempotency-Key", "v1-3");
    V1Reply first = V1Reply.of(V1Call.FORM.send(keyed, campaign, LEAD));
    FIXTURES.changeStatus(campaign, "paused");

    assertThat(V1Reply.of(V1Call.FORM.send(keyed, campaign, LEAD)).postId())
        .isEqualTo(first.postId());
  }

  @ParameterizedTest
  @CsvSource({
    "vid, '', Vendor_ID_Missing, 'vid, the number of the lead source, is required'",
    "vid, 0, Vendor_ID_Missing, is required",
    "vid, x, Vendor_ID_Missing, vid is a whole number from 1",
    "vid, 2147483647, Vendor_ID_Missing, There is no lead source 2147483647 for you",
    "LID, '', LeadType_ID_Missing, 'lid, the number of the lead type, is required'",
    "LID, 2147483647, LeadType_ID_Missing, There is no lead type 2147483647",
    "Aid, 2147483647, No_Account_Found, There is no campaign 2147483647 of lead source",
    "Aid, -1, Data_Errors, aid is a whole number from 1",
  })
  void faultOfTheCampaignsNumbersIsNamed(String name, String value, String type, String details) {
    Map<String, String> members = V1Call.campaign(campaign);
    members.put(name, value);
    for (V1Call call : V1Call.values()) {
      V1Reply reply = V1Reply.of(call.send(VENDOR, members, LEAD));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.type()).isEqualTo(type.equals("Data_Errors") ? "No_Account_Found" : type);
      assertThat(reply.details()).contains(details);
    }
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void campaignMayBeLeftOutWhereItIsTheOnlyOne() {
    Map<String, String> members = V1Call.campaign(campaign);
    members.remove("Aid");

    V1Reply reply = V1Reply.of(V1Call.QUERY.send(VENDOR, members, LEAD));

    assertThat(reply.isValid()).isTrue();
    assertThat(reply.campaign()).isEqualTo("" + campaign.id());
  }

  @Test
  void campaignOfAnotherLeadSourceIsUnknownToABoundCredential() {
    Credential bound = FIXTURES.boundCredential(PAUSED.leadSourceId(), "lead_receiver");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token(bound));

    V1Reply.refused(V1Call.FORM.send(vendor, campaign, LEAD), 200, "Vendor_ID_Missing");
  }

  @ParameterizedTest
  @EnumSource
  void staticKeyTakesTheLead(V1Call call) {
    Credential key = FIXTURES.staticKey(campaign.leadSourceId());

    assertThat(
            V1Reply.of(call.send(GATEWAY.api().with("api-key", key.secret()), campaign, LEAD))
                .isValid())
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatLeadExecReadsItselfIsNoField(V1Call call) {
    Campaign anything = FIXTURES.campaignOfAnything();
    Map<String, String> sent =
        leadWith("ReturnURL", "http://127.0.0.1:1/never-called", "OrderID", "4711", "test", "true");

    V1Reply reply = V1Reply.of(call.send(VENDOR, anything, sent));

    assertThat(reply.isValid()).isTrue();
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND fields->>'test' = 'true'"
                    + " AND (SELECT count(*) FROM json_object_keys(fields)) = ?",
                anything.id(),
                LEAD.size() + 1))
        .isEqualTo(1);
  }

  @Test
  void slashAtTheEndIsTaken() {
    assertThat(V1Reply.of(VENDOR.get(PATH + "/?vid=1&lid=2147483647")).type())
        .isEqualTo("LeadType_ID_Missing");
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, /processor/insert/general",
    "PUT, /processor/insert/general/json",
    "DELETE, /Processor/insert/AutoRedirect/xml/async",
  })
  void otherMethodIs405(String method, String path) {
    Answer answer =
        VENDOR.send(method, path + "?" + V1Call.form(V1Call.campaign(campaign)), new byte[0]);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    if (!method.equals("HEAD")) {
      assertThat(V1Reply.of(answer).type()).isEqualTo("Data_Errors");
    }
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/xml", "text/plain"})
  void otherBodyThanAFormIs415(String type) {
    Answer answer =
        VENDOR.with("Content-Type", type).post("/processor/insert/general", "{\"vid\":1}");

    V1Reply reply = V1Reply.refused(answer, 415, "Data_Errors");
    assertThat(reply.details()).contains("application/x-www-form-urlencoded");
  }

  @Test
  void formThatIsNotUtf8Is400() {
    V1Reply.refused(
        VENDOR.get("/processor/insert/general?vid=1&lid=1&first_name=%E4"), 400, "Data_Errors");
    V1Reply.refused(
        VENDOR
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/processor/insert/general", "vid=1&lid=1&first_name=%E4"),
        400,
        "Data_Errors");
  }

  @Test
  void formPastTheLimitIs413() {
    Answer answer =
        VENDOR
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/processor/insert/general/json", "a=" + "x".repeat(70_000));

    V1Reply.refused(answer, 413, "Data_Errors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/processor/insert/other", "/processor/insert/general/csv"})
  void otherNameOfTheCallIs404(String path) {
    Answer answer = VENDOR.get(path + "?vid=1&lid=1");

    assertThat(answer.problem()).isEqualTo("not-found");
    assertThat(answer.text("detail")).contains("general and AutoRedirect");
  }

  @Test
  void numbersThatContradictAreNamed() {
    Answer answer =
        VENDOR
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/processor/insert/general?vid=1&lid=1", "vid=2&lid=1");

    assertThat(V1Reply.of(answer).details()).contains("vid is there twice");
  }

  @ParameterizedTest
  @EnumSource
  void duplicateIsRejectedAndKept(V1Call call) {
    Campaign ruled = RULED.within("[[\"email\"]]", "reject");
    V1Reply first = V1Reply.of(call.send(VENDOR, ruled, LEAD));
    V1Reply second = V1Reply.of(call.send(VENDOR, ruled, leadWith("last_name", "King")));

    assertThat(first.isValid()).isTrue();
    assertThat(second.type()).isEqualTo("Duplicate_Lead");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.pending()).isEqualTo("true");
    assertThat(second.postId()).isNotEqualTo(first.postId());
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}

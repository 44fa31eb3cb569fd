package io.leadgate.spec;

import static io.leadgate.spec.V2Call.body;
import static io.leadgate.spec.V2Call.lead;
import static io.leadgate.spec.V2Call.result;
import static io.leadgate.spec.V2Call.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts leads in LeadExec's V2, with each outcome and in the forms that its clients send. */
class LeadExecV2Spec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));
  private static final Campaign PAUSED = FIXTURES.campaign();
  private static final String PATH = "/v2/insert/general";
  private static final String FIELDS =
      "{\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"ada.v2@example.com\"}";
  private static final String BAD =
      "{\"first_name\":\"Ada\",\"last_name\":\"King\",\"email\":\"nobody\"}";

  private final Campaign campaign = FIXTURES.campaign();

  @BeforeAll
  static void pauseCampaign() {
    FIXTURES.changeStatus(PAUSED, "paused");
  }

  private Answer post(Http vendor, String... leads) {
    return vendor.post(PATH, body(source(campaign), leads));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }

  /** The body as LeadExec's own example has it. */
  @Test
  void leadOfLeadExecsExampleIsStoredAsSent() {
    Answer answer =
        VENDOR.post(
            PATH,
            """
            {"source":{"vid":%d,"aid":0,"lid":%d,"sendDelay":12.75,"returnURL":"http://127.0.0.1:1/"},
             "leads":[{"properties":{"orderId":"","offerIds":[],"reference":"r-1","noSell":false},
               "fields":{"first_name": "Ada", "last_name":"King", "email":"ada.v2@example.com", "x":1.50}}]}
            """
                .formatted(campaign.leadSourceId(), campaign.leadTypeId()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    Answer read = READER.get("/v1/leads/" + result(answer, 0).path("id").asText());
    JsonNode lead = read.json();
    assertThat(lead.path("reference").asText()).isEqualTo("r-1");
    assertThat(read.body()).contains("\"x\":1.50");
    assertThat(lead.path("campaign_id").asInt()).isEqualTo(campaign.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"VID\":\"%1$d\",\"Lid\":\" %2$d \",\"AID\":\"%3$d\"}",
        "{\"vid\":%1$d,\"lid\":%2$d,\"aid\":null}",
        "{\"vid\":%1$d,\"lid\":\"%2$d\",\"aid\":\"\"}",
        "{\"lid\":%2$d,\"vid\":%1$d}",
      })
  void numbersAreTakenInAnyCaseAndAsTexts(String source) {
    Answer answer =
        VENDOR.post(
            PATH,
            body(
                source.formatted(campaign.leadSourceId(), campaign.leadTypeId(), campaign.id()),
                lead(FIELDS)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(rows().leads()).isEqualTo(1);
  }

  @Test
  void namesAroundTheFieldsAreTakenInAnyCaseAndInAnyOrder() {
    Answer answer =
        VENDOR
            .with("Content-Type", "text/json")
            .post(
                "/V2/Insert/General",
                "{\"Leads\":[{\"Fields\":%s,\"PROPERTIES\":{\"Reference\":7}}],\"Source\":%s}"
                    .formatted(FIELDS, source(campaign)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE campaign_id = ? AND reference = '7'",
                campaign.id()))
        .isEqualTo(1);
  }

  @Test
  void goodLeadsAreStoredBesideBadOnes() {
    Answer answer = post(VENDOR, lead(FIELDS), lead(BAD), "{}", "7", lead("\"r-2\"", FIELDS));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().path("rejected").asInt()).isEqualTo(3);
    assertThat(result(answer, 1).path("problem").path("errors").path(0).path("field").asText())
        .isEqualTo("email");
    assertThat(result(answer, 2).path("problem").path("detail").asText())
        .isEqualTo("The lead has no object fields.");
    assertThat(result(answer, 3).path("problem").path("detail").asText())
        .isEqualTo("The lead is not a JSON object.");
    assertThat(rows()).isEqualTo(new StoredRows(2, 0, 0));
  }

  @Test
  void allBadLeadsAre422() {
    Answer answer = post(VENDOR, lead(BAD));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-lead");
  }

  @Test
  void bodyWithoutLeadsIs422() {
    assertThat(post(VENDOR).status()).isEqualTo(422);
  }

  @Test
  void referenceIsTheKeyWhereTheLeadSourceSaysSo() {
    referenceIsKey(campaign);

    Answer first = post(VENDOR, lead("\"r-3\"", FIELDS));
    Answer again = post(VENDOR, lead("\"r-3\"", FIELDS));
    Answer other =
        post(
            VENDOR,
            lead(
                "\"r-3\"",
                "{\"first_name\":\"Eve\",\"last_name\":\"King\",\"email\":\"e@example.com\"}"));
    Answer bad = post(VENDOR, lead("\"\u00e4\"", FIELDS));

    assertThat(result(again, 0).path("status").asText()).isEqualTo("replayed");
    assertThat(result(again, 0).path("id")).isEqualTo(result(first, 0).path("id"));
    assertThat(result(other, 0).path("problem").path("type").asText())
        .isEqualTo("/problems/idempotency-key-reused");
    assertThat(result(bad, 0).path("problem").path("type").asText())
        .isEqualTo("/problems/invalid-idempotency-key");
    assertThat(rows()).isEqualTo(new StoredRows(1, 1, 0));
  }

  @Test
  void referenceIsNoKeyElsewhere() {
    post(VENDOR, lead("\"r-4\"", FIELDS));
    post(VENDOR, lead("\"r-4\"", FIELDS));

    assertThat(rows()).isEqualTo(new StoredRows(2, 0, 0));
  }

  private static void referenceIsKey(Campaign campaign) {
    assertThat(
            GATEWAY
                .api()
                .bearer(FIXTURES.token("account_api"))
                .patch(
                    AccountClient.SOURCES + "/" + campaign.leadSourceId(),
                    "{\"reference_is_key\":true}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void twoReferencesThatDifferAreRefused() {
    String lead =
        "{\"properties\":{\"reference\":\"a\",\"Reference\":\"b\"},\"fields\":%s}"
            .formatted(FIELDS);

    assertThat(result(post(VENDOR, lead), 0).path("problem").path("detail").asText())
        .isEqualTo("properties.reference is there twice, with different values.");
  }

  @Test
  void longReferenceIsRefused() {
    Answer answer = post(VENDOR, lead('"' + "r".repeat(256) + '"', FIELDS));

    assertThat(result(answer, 0).path("problem").path("detail").asText())
        .contains("properties.reference has more than 255 characters");
  }

  @Test
  void keyInTheHeaderIsRefused() {
    Answer answer = post(VENDOR.with("Idempotency-Key", "k"), lead(FIELDS));

    assertThat(answer.problem()).isEqualTo("invalid-idempotency-key");
    assertThat(answer.text("detail")).contains("properties.reference");
  }

  @Test
  void testStoresNothing() {
    Answer answer =
        VENDOR.post(PATH + "?test=true", body(source(campaign), lead(FIELDS), lead(BAD)));

    assertThat(result(answer, 0).path("status").asText()).isEqualTo("test");
    assertThat(result(answer, 1).path("status").asText()).isEqualTo("rejected");
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  @Test
  void duplicateIsKeptWithItsReference() {
    String fields = "{\"email\":\"ada.twice@example.com\"}";
    Campaign ruled = new RuledCampaigns(GATEWAY).within("[[\"email\"]]", "reject");

    Answer answer =
        VENDOR.post(PATH, body(source(ruled), lead("\"r-7\"", fields), lead("\"r-8\"", fields)));

    JsonNode problem = result(answer, 1).path("problem");
    assertThat(problem.path("type").asText()).isEqualTo("/problems/duplicate-lead");
    Answer kept =
        GATEWAY
            .management()
            .admin()
            .get("/admin/quarantine/" + problem.path("quarantine_id").asText());
    assertThat(kept.text("reference")).isEqualTo("r-8");
    assertThat(kept.text("body")).isEqualTo(fields);
  }

  @Test
  void campaignThatIsNotActiveIs409() {
    Answer answer = VENDOR.post(PATH, body(source(PAUSED), lead(FIELDS)));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("campaign-not-active");
    assertThat(VENDOR.post(PATH, "{\"source\":" + source(PAUSED)).status()).isEqualTo(409);
  }

  @Test
  void replayAtACampaignThatIsNotActiveIsTold() {
    referenceIsKey(campaign);
    Answer first = post(VENDOR, lead("\"r-5\"", FIELDS));
    FIXTURES.changeStatus(campaign, "paused");

    Answer again = post(VENDOR, lead("\"r-5\"", FIELDS), lead("\"r-6\"", FIELDS));

    assertThat(again.status()).isEqualTo(200);
    assertThat(result(again, 0).path("id")).isEqualTo(result(first, 0).path("id"));
    assertThat(result(again, 1).path("problem").path("type").asText())
        .isEqualTo("/problems/campaign-not-active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 422 | vid, the number of the lead source, is required; lid, the number of the lead type",
        "{\"vid\":1.5,\"lid\":1} | 422 | vid is a whole number from 1",
        "{\"vid\":{},\"lid\":true} | 422 | vid is a whole number from 1; lid is a whole number from 1",
        "{\"vid\":2147483647,\"lid\":1} | 404 | There is no lead source 2147483647 for you",
        "{\"vid\":2147483648,\"lid\":1} | 422 | vid is a whole number",
      })
  void faultOfTheSourceIsNamed(String source, int status, String detail) {
    Answer answer = VENDOR.post(PATH, body(source, lead(FIELDS)));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("detail")).contains(detail);
    assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo("vid");
  }

  @Test
  void refusalListsTheCampaignsThatThereAre() {
    Campaign second = FIXTURES.campaignBeside(campaign);
    String without =
        "{\"vid\":%d,\"lid\":%d}".formatted(campaign.leadSourceId(), campaign.leadTypeId());

    Answer several = VENDOR.post(PATH, body(without, lead(FIELDS)));
    FIXTURES.changeStatus(campaign, "paused");
    Answer one = VENDOR.post(PATH, body(without, lead(FIELDS)));
    FIXTURES.changeStatus(second, "closed");
    Answer none = VENDOR.post(PATH, body(without, lead(FIELDS)));

    assertThat(several.status()).isEqualTo(404);
    assertThat(several.text("detail"))
        .contains("several active campaigns")
        .contains("there are: %d (active), %d (active).".formatted(campaign.id(), second.id()));
    assertThat(one.status()).isEqualTo(200);
    assertThat(FIXTURES.storedLeads(second)).isEqualTo(1);
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text("detail"))
        .contains("no active campaign")
        .contains("%d (paused), %d (closed).".formatted(campaign.id(), second.id()));
  }

  @Test
  void boundCredentialLearnsOfItsOwnLeadSourceAlone() {
    Http bound =
        GATEWAY
            .api()
            .bearer(
                FIXTURES.token(FIXTURES.boundCredential(PAUSED.leadSourceId(), "lead_receiver")));

    Answer answer = post(bound, lead(FIELDS));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("detail"))
        .isEqualTo(
            "There is no lead source %d for you; check vid.".formatted(campaign.leadSourceId()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"source\":{\"vid\":1 | The JSON is not valid",
        "[] | The body is no JSON object",
        "{} | The body has no array leads",
        "{\"source\":{},\"leads\":{}} | The body has no array leads",
        "{\"source\":{},\"leads\":[]}x | The JSON is not valid",
        "{\"source\":{},\"leads\":[]}{} | Something follows",
      })
  void bodyThatCannotBeReadIs400(String body, String detail) {
    Answer answer = VENDOR.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("malformed-body");
    assertThat(answer.text("detail")).startsWith(detail);
  }

  @Test
  void tooManyLeadsAre413() {
    String[] leads = new String[1_001];
    Arrays.fill(leads, lead("{}"));

    assertThat(post(VENDOR, leads).status()).isEqualTo(413);
  }

  @Test
  void otherTypeIs415() {
    Answer answer =
        VENDOR
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post(PATH, body(source(campaign), lead(FIELDS)));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("detail")).contains("application/json");
  }

  @Test
  void otherMethodIs405() {
    assertThat(VENDOR.get(PATH).status()).isEqualTo(405);
    assertThat(VENDOR.get(PATH).header("Allow")).isEqualTo("POST");
  }
}

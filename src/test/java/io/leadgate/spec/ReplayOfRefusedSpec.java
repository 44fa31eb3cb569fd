package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.VendorFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends leads again that were stored, after their campaign was paused or their lead type was
 * tightened. A vendor whose 201 was lost and that is told 409 or 422 would sell the lead elsewhere.
 */
class ReplayOfRefusedSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String OTHER = "{\"first_name\":\"Grace\"}";

  private final AccountClient account = new AccountClient(GATEWAY);
  private final Campaign campaign = FIXTURES.campaignOfAnything();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  private void pause() {
    FIXTURES.changeStatus(campaign, "paused");
  }

  /** Tightens the lead type, so that no lead without a badge is taken, and no other field. */
  private void tighten() {
    int type =
        account
            .client()
            .get(AccountClient.CAMPAIGNS + "/" + campaign.id())
            .json()
            .path("lead_type_id")
            .intValue();
    Answer tightened =
        account
            .client()
            .patch(
                AccountClient.TYPES + "/" + type,
                "{\"strict\":true,\"fields\":[{\"name\":\"badge\",\"type\":\"integer\",\"required\":true}]}");
    assertThat(tightened.status()).isEqualTo(200);
  }

  private Http keyed(String key) {
    return vendor.with("Idempotency-Key", key);
  }

  private static void assertReplay(Answer first, Answer again) {
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void storedLeadIsAReplayWhileTheCampaignIsPaused() {
    Answer first = keyed("paused-1").post(campaign.leads(), LEAD);
    pause();

    assertReplay(first, keyed("paused-1").post(campaign.leads(), LEAD));
    assertProblem(keyed("paused-1").post(campaign.leads(), OTHER), 409, "campaign-not-active");
    assertProblem(keyed("paused-2").post(campaign.leads(), LEAD), 409, "campaign-not-active");
    assertProblem(vendor.post(campaign.leads(), LEAD), 409, "campaign-not-active");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[{]", "[]", "7"})
  void unreadableBodyToAPausedCampaignIs409(String body) {
    pause();

    assertProblem(keyed("paused-3").post(campaign.leads(), body), 409, "campaign-not-active");
  }

  @ParameterizedTest
  @EnumSource
  void storedLeadIsAReplayAfterItsLeadTypeWasTightened(VendorFormat format) {
    Map<String, String> ada = VendorFormat.fields("name", "Ada", "n", "7");
    Answer first = format.post(vendor, campaign.leads(), ada, "tight-1");
    tighten();
    Answer again = format.post(vendor, campaign.leads(), ada, "tight-1");
    Answer other =
        format.post(
            vendor, campaign.leads(), VendorFormat.fields("name", "Eve", "n", "7"), "tight-1");

    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(format.results(again))
        .extracting(result -> result.path("id").asText())
        .isEqualTo(
            format.results(first).stream().map(result -> result.path("id").asText()).toList());
    assertProblem(other, 422, "invalid-lead");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(format.leads());
  }

  @Test
  void arrayToAPausedCampaignReplaysItsKnownLeadsAlone() {
    Answer first = vendor.post(campaign.leads(), "[%s]".formatted(item("paused-4", LEAD)));
    pause();
    Answer again =
        vendor.post(
            campaign.leads(),
            "[%s,%s,{}]".formatted(item("paused-5", LEAD), item("paused-4", LEAD)));
    JsonNode results = again.json().path("results");

    assertThat(again.status()).isEqualTo(200);
    assertThat(results.findValuesAsText("status"))
        .startsWith("rejected")
        .containsSubsequence("rejected", "replayed", "rejected");
    assertThat(results.path(0).path("problem").path("type").asText())
        .isEqualTo("/problems/campaign-not-active");
    assertThat(results.path(1).path("id"))
        .isEqualTo(first.json().path("results").path(0).path("id"));
    assertThat(again.json().path("rejected").intValue()).isEqualTo(2);
  }

  @Test
  void arrayWithoutAKnownLeadToAPausedCampaignIs409() {
    pause();

    assertProblem(
        vendor.post(campaign.leads(), "[%s,{}]".formatted(item("paused-6", LEAD))),
        409,
        "campaign-not-active");
  }

  @Test
  void refusedItemOfAnArrayIsAReplayIfItsLeadIsKnown() {
    Answer first = vendor.post(campaign.leads(), "[%s]".formatted(item("tight-2", LEAD)));
    tighten();
    JsonNode results =
        vendor
            .post(
                campaign.leads(),
                "[%s,%s,%s]"
                    .formatted(
                        item("tight-2", LEAD), item("tight-3", "{\"badge\":1}"), item("t", LEAD)))
            .json()
            .path("results");

    assertThat(List.of(0, 1, 2))
        .extracting(i -> results.path(i).path("status").asText())
        .containsExactly("replayed", "accepted", "rejected");
    assertThat(results.path(0).path("id"))
        .isEqualTo(first.json().path("results").path(0).path("id"));
  }

  private static String item(String key, String fields) {
    return "{\"idempotency_key\":\"%s\",\"fields\":%s}".formatted(key, fields);
  }

  @Test
  void leadOfADedupeWindowIsAReplayWhileTheCampaignIsPaused() {
    FIXTURES.openDedupeWindow(campaign);
    Answer first = vendor.post(campaign.leads(), LEAD);
    pause();

    assertReplay(first, vendor.post(campaign.leads(), LEAD));
    assertProblem(vendor.post(campaign.leads(), OTHER), 409, "campaign-not-active");
  }

  @Test
  void testTellsTheLeadOfAUsedKey() {
    Answer first = keyed("test-1").post(campaign.leads(), LEAD);
    String test = campaign.leads() + "?test=true";
    Answer known = keyed("test-1").post(test, LEAD);
    Answer unused = keyed("test-2").post(test, LEAD);

    assertThat(known.status()).isEqualTo(200);
    assertThat(known.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(known.text("id")).isEqualTo(first.text("id"));
    assertThat(known.text("status")).isEqualTo("test");
    assertThat(unused.json().path("id").isNull()).isTrue();
    assertProblem(keyed("test-1").post(test, OTHER), 422, "idempotency-key-reused");
    pause();
    assertThat(keyed("test-1").post(test, LEAD).text("status")).isEqualTo("test");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @Test
  void strangerHasKeysOfItsOwn() {
    Campaign open = FIXTURES.openCampaign("[]");
    Http stranger = GATEWAY.api().with("Idempotency-Key", "key-shared");
    Answer ofStranger = stranger.post(open.leads(), LEAD);
    Answer ofVendor = keyed("key-shared").post(open.leads(), OTHER);

    assertThat(ofStranger.status()).isEqualTo(201);
    assertThat(ofVendor.status()).isEqualTo(201);
    assertReplay(ofStranger, stranger.post(open.leads(), LEAD));
    assertReplay(ofVendor, keyed("key-shared").post(open.leads(), OTHER));
    FIXTURES.changeStatus(open, "paused");
    assertReplay(ofStranger, stranger.post(open.leads(), LEAD));
    assertProblem(stranger.post(open.leads(), OTHER), 409, "campaign-not-active");
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static io.leadgate.support.http.VendorFormat.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posts duplicates with {@code ?test=true}, which says what would happen and stores nothing. */
class DuplicateTestSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final Map<String, String> LEAD =
      fields("email", "ada@example.com", "phone", "(212) 555-0123");
  private static final String SETS = "[[\"phone\"],[\"email\"]]";

  private static final ProblemText REJECTED =
      ProblemText.of(
              422,
              "duplicate-lead",
              "The lead is a duplicate of an earlier lead",
              "The lead equals an earlier lead in the field phone, and the campaign takes no such"
                  + " lead. It was not kept, because this is a test.")
          .with(
              "\"first_id\":\"%s\",\"matched\":[\"phone\"],\"quarantined\":false,\"quarantine_id\":null"
                  .formatted(WholeAnswer.ID));

  private static String first(Campaign campaign, Http vendor) {
    Answer first = vendor.post(campaign.leads(), VendorFormat.stored(LEAD));
    assertThat(first.status()).isEqualTo(201);
    return first.text("id");
  }

  private static String test(Campaign campaign) {
    return campaign.leads() + "?test=true";
  }

  @ParameterizedTest
  @EnumSource
  void testOfARejectedDuplicateIsRefusedAndNotKept(VendorFormat format) {
    Campaign campaign = RULED.within(SETS, "reject");
    String first = first(campaign, VENDOR);
    Answer answer = format.post(VENDOR, test(campaign), LEAD);

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.rejected(format, REJECTED));
    assertThat(answer.body()).contains("\"first_id\":\"" + first + "\"");
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(new StoredRows(1, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void testOfAFlaggedDuplicateNamesTheEarlierLead(VendorFormat format) {
    Campaign campaign = RULED.within(SETS, "flag");
    String first = first(campaign, VENDOR);
    Answer answer = format.post(VENDOR, test(campaign), LEAD);

    assertThat(answer.status()).isEqualTo(200);
    for (JsonNode result : format.results(answer)) {
      assertThat(result.path("status").asText()).isEqualTo("test");
      assertThat(result.path("id").asText("null")).isIn("null", "");
      assertThat(result.path("duplicate_of").asText()).isEqualTo(first);
    }
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(new StoredRows(1, 0, 0));
  }

  @Test
  void testOfANewLeadIsNoDuplicate() {
    Campaign campaign = RULED.within(SETS, "reject");
    first(campaign, VENDOR);
    Answer answer = VENDOR.post(test(campaign), "{\"email\":\"eve@example.com\"}");

    assertThat(WholeAnswer.of(answer))
        .isEqualTo(WholeAnswer.tested(VendorFormat.JSON_OBJECT, campaign.id()));
  }

  @Test
  void knownKeyDecidesBeforeTheRule() {
    Campaign campaign = RULED.within(SETS, "reject");
    Http keyed = VENDOR.with("Idempotency-Key", "key-tested");
    String first = first(campaign, keyed);
    Answer replay = keyed.post(test(campaign), VendorFormat.stored(LEAD));

    assertThat(replay.status()).isEqualTo(200);
    assertThat(replay.text("id")).isEqualTo(first);
    assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
    assertProblem(
        keyed.post(test(campaign), "{\"email\":\"eve@example.com\"}"),
        422,
        "idempotency-key-reused");
    assertProblem(
        VENDOR
            .with("Idempotency-Key", "key-new")
            .post(test(campaign), "{\"email\":\"ada@example.com\"}"),
        422,
        "duplicate-lead");
  }

  @Test
  void knownLeadOfTheDedupeWindowDecidesBeforeTheRule() {
    Campaign campaign = RULED.within(SETS, "reject");
    FIXTURES.openDedupeWindow(campaign);
    String first = first(campaign, VENDOR);

    assertThat(VENDOR.post(test(campaign), VendorFormat.stored(LEAD)).text("id")).isEqualTo(first);
  }

  @Test
  void leadBeyondTheLookBackIsNoDuplicate() {
    Campaign campaign = RULED.within(SETS, "reject");
    String first = first(campaign, VENDOR);
    FIXTURES.change(
        "UPDATE duplicate SET lead_id = '01900000-0000-7000-8000-000000000000' WHERE lead_id = ?::uuid",
        first);

    assertThat(VENDOR.post(test(campaign), VendorFormat.stored(LEAD)).status()).isEqualTo(200);
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertNoDuplicate;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static io.leadgate.support.http.VendorFormat.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Posts duplicates to campaigns that flag or reject them. */
class DuplicateLeadSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final Credential CREDENTIAL = FIXTURES.credential("lead_receiver");
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token(CREDENTIAL));
  private static final String BY_EMAIL = "[[\"Email\"]]";
  private static final Map<String, String> LEAD = fields("email", "ada@example.com", "city", "X");
  private static final String ADA = VendorFormat.stored(LEAD);

  private static final ProblemText REJECTED =
      ProblemText.of(
              422,
              "duplicate-lead",
              "The lead is a duplicate of an earlier lead",
              "The lead equals an earlier lead in the field Email, and the campaign takes no such"
                  + " lead. It is kept in the quarantine, where an admin of the gateway finds it.")
          .with(
              "\"first_id\":\"%s\",\"matched\":[\"Email\"],\"quarantined\":true,\"quarantine_id\":\"%s\",\"received_at\":\"%s\""
                  .formatted(WholeAnswer.ID, WholeAnswer.ID, WholeAnswer.TIME));

  private static Answer post(Campaign campaign, String body) {
    return VENDOR.post(campaign.leads(), body);
  }

  private static Answer stored(Campaign campaign, String body) {
    Answer answer = post(campaign, body);
    assertThat(answer.status()).isEqualTo(201);
    return answer;
  }

  private static long hashes(Campaign campaign) {
    return FIXTURES.number(
        "SELECT count(*) FROM duplicate d JOIN lead l ON l.id = d.lead_id WHERE l.campaign_id = ?",
        campaign.id());
  }

  @ParameterizedTest
  @EnumSource
  void flaggedLeadIsStoredAndNamesTheLeadBeforeIt(VendorFormat format) {
    Campaign campaign = RULED.within(BY_EMAIL, "flag");
    String before = stored(campaign, ADA).text("id");
    Answer answer = format.post(VENDOR, campaign.leads(), LEAD);

    for (JsonNode result : format.results(answer)) {
      assertThat(result.path("status").asText()).isEqualTo("accepted");
      assertThat(result.path("duplicate_of").asText()).isEqualTo(before);
      before = result.path("id").asText();
    }
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1 + format.leads());
  }

  @ParameterizedTest
  @EnumSource
  void rejectedLeadIsKeptAloneWithItsKey(VendorFormat format) {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    String first = stored(campaign, ADA).text("id");
    Answer answer = format.post(VENDOR, campaign.leads(), LEAD, "order-1");

    assertThat(WholeAnswer.of(answer)).isEqualTo(WholeAnswer.rejected(format, REJECTED));
    List<QuarantineRow> expected = new ArrayList<>();
    for (JsonNode result : format.results(answer)) {
      JsonNode problem = format.isArray() ? result.path("problem") : result;
      assertThat(problem.path("first_id").asText()).isEqualTo(first);
      assertThat(StoredRows.hasQuarantined(FIXTURES, campaign, problem)).isTrue();
      expected.add(
          new QuarantineRow(
              problem.path("quarantine_id").asText(),
              "duplicate",
              CREDENTIAL.clientId(),
              "application/json",
              expected.isEmpty() ? "order-1" : "order-1-" + expected.size(),
              ADA));
    }
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(StoredRows.of(FIXTURES, campaign))
        .as("a rejected lead leaves no key")
        .isEqualTo(new StoredRows(1, 0, format.leads()));
    assertThat(hashes(campaign)).isEqualTo(1);
  }

  @Test
  void keyOfARejectedLeadIsFreeForAnotherLead() {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    stored(campaign, ADA);
    Http keyed = VENDOR.with("Idempotency-Key", "key-free");

    assertProblem(keyed.post(campaign.leads(), ADA), 422, "duplicate-lead");
    assertNoDuplicate(keyed.post(campaign.leads(), "{\"email\":\"eve@example.com\"}"));
  }

  @Test
  void twinsWithinAnArrayAreOneLead() {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    Answer answer = post(campaign, "[%s,{\"email\":\"x@example.com\"},%s,{}]".formatted(ADA, ADA));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").intValue()).isEqualTo(3);
    JsonNode results = answer.json().path("results");
    JsonNode problem = results.path(2).path("problem");
    assertThat(problem.path("type").asText()).isEqualTo("/problems/duplicate-lead");
    assertThat(problem.path("first_id")).isEqualTo(results.path(0).path("id"));
    assertThat(StoredRows.of(FIXTURES, campaign)).isEqualTo(new StoredRows(3, 0, 1));
  }

  @Test
  void eachReceivedLeadHasOneOutcome() {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    List<String> metrics =
        List.of(
            "leadgate_leads_received_total",
            "leadgate_leads_total",
            "leadgate_leads_total{outcome=\"quarantined\"}",
            "leadgate_quarantined_total{reason=\"duplicate\"}",
            "leadgate_quarantined_total");
    List<Double> before = values(metrics);
    post(campaign, "[%s,%s,%s]".formatted(ADA, ADA, ADA));
    post(campaign, ADA);
    List<Double> after = values(metrics);

    assertThat(Stream.iterate(0, i -> i + 1).limit(5).map(i -> after.get(i) - before.get(i)))
        .containsExactly(4.0, 4.0, 3.0, 3.0, 3.0);
    assertThat(
            Scrape.sum(GATEWAY.management(), "leadgate_tokens_ignored_total{reason=\"duplicate\"}"))
        .isZero();
  }

  private static List<Double> values(List<String> metrics) {
    return metrics.stream()
        .map(
            metric ->
                metric.contains("{")
                    ? Scrape.value(GATEWAY.management(), metric)
                    : Scrape.sum(GATEWAY.management(), metric))
        .toList();
  }

  @Test
  void adminFindsDuplicatesByTheirReason() {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    stored(campaign, ADA);
    Answer rejected = post(campaign, ADA);
    GATEWAY.api().post(campaign.leads(), ADA);
    String path = "/admin/quarantine?campaign_id=" + campaign.id() + "&reason=duplicate";
    JsonNode items = GATEWAY.management().admin().get(path).json().path("items");

    assertThat(items).hasSize(1);
    assertThat(items.path(0).path("id").asText()).isEqualTo(rejected.text("quarantine_id"));
    assertThat(items.path(0).path("body").asText()).isEqualTo(ADA);
  }
}

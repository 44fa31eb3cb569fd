package io.leadgate.spec;

import static io.leadgate.spec.LeadSearches.ACCOUNT;
import static io.leadgate.spec.LeadSearches.CLIENT;
import static io.leadgate.spec.LeadSearches.GATEWAY;
import static io.leadgate.spec.LeadSearches.post;
import static io.leadgate.spec.LeadSearches.search;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Searches with the filters of {@code GET /v1/leads}: campaign, lead source, time, e-mail and
 * phone.
 */
class LeadSearchFilterSpec {

  private final LeadSearches searches = new LeadSearches();
  private final Answer campaign = searches.campaign;
  private final String ofCampaign = searches.ofCampaign;
  private final String ofSource = searches.ofSource;

  @Test
  void leadsAreFoundByCampaignAndByLeadSource() {
    Answer sister =
        ACCOUNT.campaign(
            campaign.json().path("lead_source_id").intValue(),
            campaign.json().path("lead_type_id").intValue());
    Answer stranger = ACCOUNT.campaign();
    String first = post(campaign, "{\"a\":1}");
    String second = post(sister, "{\"a\":2}");
    String third = post(campaign, "{\"a\":3}");
    String other = post(stranger, "{\"a\":4}");

    assertThat(search(ofCampaign)).containsExactly(third, first);
    assertThat(search(ofSource)).containsExactly(third, second, first);
    assertThat(search(ofSource + "&campaign_id=" + id(sister))).containsExactly(second);
    assertThat(search(ofSource + "&campaign_id=" + id(stranger))).isEmpty();
    assertThat(search("/v1/leads?limit=1000")).contains(first, second, third, other);
  }

  @Test
  void timeFiltersIncludeTheirStartAndExcludeTheirEnd() {
    String lead = post(campaign, "{\"a\":1}");
    Instant time =
        Instant.parse(CLIENT.get("/v1/leads/" + lead).json().path("accepted_at").asText());

    assertThat(search(ofCampaign + "&from=" + time)).containsExactly(lead);
    assertThat(search(ofCampaign + "&from=" + time.plusNanos(1_000))).isEmpty();
    assertThat(search(ofCampaign + "&from=" + time.plusMillis(1))).isEmpty();
    assertThat(search(ofCampaign + "&to=" + time)).isEmpty();
    assertThat(search(ofCampaign + "&to=" + time.plusMillis(1))).containsExactly(lead);
    assertThat(search(ofSource + "&from=" + time + "&to=" + time.plusMillis(1)))
        .containsExactly(lead);
    String inIndia = time.toString().replace("Z", "%2B00:00");
    assertThat(search(ofCampaign + "&from=" + inIndia)).containsExactly(lead);
  }

  @Test
  void emailIsFoundInAnyCaseInTheFirstEmailField() {
    ACCOUNT
        .client()
        .patch(
            TYPES + "/" + campaign.text("lead_type_id"),
            """
            {"fields":[{"name":"Contact","type":"email"},{"name":"Backup","type":"email"}]}""");
    String address = "Zo%d.Example@Example.COM".formatted(id(campaign));
    String lead =
        post(campaign, "{\"backup\":\"b@example.com\",\"contact\":\" %s\"}".formatted(address));
    post(
        campaign, "{\"contact\":\"someone.else@example.com\",\"email\":\"%s\"}".formatted(address));

    String wanted = "email=" + address.toUpperCase(Locale.ROOT);
    assertThat(search("/v1/leads?" + wanted)).containsExactly(lead);
    assertThat(search(ofCampaign + "&" + wanted)).containsExactly(lead);
    assertThat(search(ofSource + "&" + wanted + "&to=2001-01-01T00:00:00Z")).isEmpty();
    assertThat(search(ofCampaign + "&email=nobody@example.com")).isEmpty();
  }

  /** The lead type declares the e-mail address and the phone number as text. */
  @Test
  void textFieldsNamedEmailAndPhoneAreSearched() {
    ACCOUNT
        .client()
        .patch(
            TYPES + "/" + campaign.text("lead_type_id"),
            """
            {"fields":[{"name":"Phone","type":"text"},{"name":"Email","type":"text"},
              {"name":"other","type":"number"}]}""");
    String address = "text%d@example.com".formatted(id(campaign));
    String lead =
        post(campaign, "{\"EMAIL\":\"%s\",\"phone\":\"212-555-0142\"}".formatted(address));

    assertThat(search("/v1/leads?email=" + address)).containsExactly(lead);
    assertThat(search(ofCampaign + "&phone=%2B12125550142")).containsExactly(lead);
  }

  @Test
  void phoneNumberOfAnyCountryCanBeSearched() {
    assertThat(search(ofCampaign + "&phone=%2B81312345678")).isEmpty();
  }

  @Test
  void phoneNumberIsFoundInEachSpelling() {
    String digits = "212%07d".formatted(2_000_000 + id(campaign));
    String lead =
        post(
            campaign,
            "{\"Phone\":\"(%s) %s\"}".formatted(digits.substring(0, 3), digits.substring(3)));
    post(campaign, "{\"phone\":\"+44 20 7946 0958\"}");
    post(campaign, "{\"phone\":\"call me\"}");

    for (String written :
        List.of(digits, "%2B1" + digits, "1-" + digits, "(212)%20" + digits.substring(3))) {
      assertThat(search("/v1/leads?phone=" + written)).as(written).containsExactly(lead);
    }
    assertThat(search(ofCampaign + "&phone=%2B442079460958")).hasSize(1);
    assertThat(search(ofCampaign + "&email=a@example.com&phone=" + digits)).isEmpty();
  }

  @Test
  void phoneNumberWithoutACountryHasTheLeadTypesCountry() {
    ACCOUNT
        .client()
        .patch(
            TYPES + "/" + campaign.text("lead_type_id"),
            """
            {"default_country":"DE","fields":[{"name":"tel","type":"phone"}]}""");
    String lead = post(campaign, "{\"tel\":\"030 90%06d\"}".formatted(id(campaign)));

    assertThat(search("/v1/leads?phone=%2B493090" + "%06d".formatted(id(campaign))))
        .containsExactly(lead);
    assertThat(search("/v1/leads?phone=030/90" + "%06d".formatted(id(campaign))))
        .containsExactly(lead);
  }

  @Test
  void unknownCampaignOrLeadSourceIs404() {
    for (String filter : List.of("campaign_id", "lead_source_id")) {
      Answer answer = CLIENT.get("/v1/leads?%s=2147483647".formatted(filter));

      assertProblem(answer, 404, "not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "cursor=x",
        "cursor=1-1-1-1-1",
        "campaign_id=x",
        "campaign_id=+5",
        "campaign_id=0",
        "lead_source_id=",
        "from=yesterday",
        "from=2026-11-24",
        "to=1969-12-31T23:59:59Z",
        "to=+10000-01-01T00:00:00Z",
        "email=",
        "email=a%00b@example.com",
        "phone=%00",
        "phone=call",
        "phone=",
        "campain_id=5",
        "limit=1&limit=2"
      })
  void unusableParameterIs400(String query) {
    assertProblem(CLIENT.get("/v1/leads?" + query), 400, "invalid-parameter");
  }

  @Test
  void queryThatCannotBeDecodedIs400() {
    Answer answer =
        RawConnection.answer(
            GATEWAY.api(),
            "GET /v1/leads?email=%zz HTTP/1.1\nHost: x\nAuthorization: Bearer "
                + GATEWAY.fixtures().token("data_api")
                + "\n\n");

    assertProblem(answer, 400, "invalid-parameter");
  }
}

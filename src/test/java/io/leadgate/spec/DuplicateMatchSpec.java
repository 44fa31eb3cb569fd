package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertNoDuplicate;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RuledCampaigns;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which leads are duplicates of each other, and which are replays instead. */
class DuplicateMatchSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final RuledCampaigns RULED = new RuledCampaigns(GATEWAY);
  private static final Http VENDOR = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private static final String BY_EMAIL = "[[\"email\"]]";
  private static final String ADA = "{\"email\":\"ada@example.com\",\"city\":\"X\"}";

  private static Answer post(Campaign campaign, String body) {
    return VENDOR.post(campaign.leads(), body);
  }

  private static Answer stored(Campaign campaign, String body) {
    Answer answer = post(campaign, body);
    assertThat(answer.status()).isEqualTo(201);
    return answer;
  }

  @Test
  void firstSetOfTheRuleNamesTheEarlierLead() {
    Campaign campaign = RULED.within("[[\"phone\",\"city\"],[\"email\"]]", "reject");
    stored(campaign, "{\"email\":\"ada@example.com\",\"phone\":\"212 555 0199\",\"city\":\"X\"}");
    Answer byPhone = stored(campaign, "{\"phone\":\"(212) 555-0123\",\"city\":\"York\"}");
    Answer rejected =
        post(
            campaign,
            "{\"email\":\"ada@example.com\",\"phone\":\"+12125550123\",\"city\":\" york\"}");

    assertProblem(rejected, 422, "duplicate-lead");
    assertThat(rejected.text("first_id")).isEqualTo(byPhone.text("id"));
    assertThat(rejected.json().path("matched").toString()).isEqualTo("[\"phone\",\"city\"]");
    assertThat(rejected.text("detail")).contains("in the fields phone, city,");
  }

  @Test
  void valuesAreComparedInTheirNormalForm() {
    Campaign campaign = RULED.within("[[\"email\"],[\"phone\"]]", "flag");
    String first = stored(campaign, "{\"email\":\"ada@example.com\"}").text("id");
    String second = stored(campaign, "{\"phone\":\"(212) 555-0123\"}").text("id");

    assertThat(post(campaign, "{\"EMAIL\":\" Ada@Example.COM \"}").text("duplicate_of"))
        .isEqualTo(first);
    assertThat(post(campaign, "{\"phone\":\"+1 212.555.0123\"}").text("duplicate_of"))
        .isEqualTo(second);
  }

  @Test
  void emptyValuesEqualNothing() {
    Campaign campaign = RULED.within("[[\"email\",\"city\"]]", "reject");
    for (String city : List.of("", ",\"city\":\"\"", ",\"city\":null", ",\"city\":\"  \"")) {
      assertNoDuplicate(post(campaign, "{\"email\":\"ada@example.com\"" + city + "}"));
      assertNoDuplicate(post(campaign, "{\"email\":\"ada@example.com\"" + city + "}"));
    }
  }

  @Test
  void replayByKeyIsNoDuplicate() {
    for (String action : List.of("flag", "reject")) {
      Campaign campaign = RULED.within(BY_EMAIL, action);
      Http keyed = VENDOR.with("Idempotency-Key", "key-again");
      Answer first = keyed.post(campaign.leads(), ADA);
      Answer again = keyed.post(campaign.leads(), ADA);

      assertNoDuplicate(first);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
    }
  }

  @Test
  void replayByTheDedupeWindowIsNoDuplicate() {
    Campaign campaign = RULED.within(BY_EMAIL, "reject");
    FIXTURES.openDedupeWindow(campaign);
    Answer first = stored(campaign, ADA);
    Answer again = post(campaign, ADA);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertProblem(post(campaign, "{\"email\":\"ada@example.com\"}"), 422, "duplicate-lead");
  }
}

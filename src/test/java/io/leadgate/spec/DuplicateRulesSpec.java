package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.errors;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import org.junit.jupiter.api.Test;

/** Tests which duplicate rules a campaign may have. */
class DuplicateRulesSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final String EMAIL_AND_CITY =
      "[{\"name\":\"Email\",\"type\":\"email\"},{\"name\":\"city\",\"type\":\"text\"}]";
  private static final String CITY = "[{\"name\":\"city\",\"type\":\"text\"}]";

  private final Http client = ACCOUNT.client();
  private final int source = id(ACCOUNT.source("with duplicate rules"));
  private final Answer type = ACCOUNT.type(EMAIL_AND_CITY);
  private final String campaign = ACCOUNT.campaign(source, id(type)).header("Location");

  private static String rules(String sets, String action) {
    return """
        "duplicate_rules":{"sets":%s,"days":30,"action":"%s","within":"campaign"}"""
        .formatted(sets, action);
  }

  private Answer change(String members) {
    return client.patch(campaign, "{" + members + "}");
  }

  private static void assertRefused(Answer answer, String problem, String error) {
    assertProblem(answer, 422, problem);
    assertThat(errors(answer)).containsExactly(error);
  }

  @Test
  void rulesThatRejectNeedAuthentication() {
    String rejecting = rules("[[\"email\"]]", "reject");
    String withoutAuthentication = "\"require_authentication\":false";
    String error = "require_authentication needed_by_duplicate_rules";

    assertRefused(change(rejecting + "," + withoutAuthentication), "invalid-campaign", error);
    assertThat(change(rejecting).status()).isEqualTo(200);
    Answer switchedOff = change(withoutAuthentication);
    assertRefused(switchedOff, "invalid-campaign", error);
    assertThat(switchedOff.body()).contains("would tell strangers who is a lead");
    assertThat(change(rules("[[\"email\"]]", "flag") + "," + withoutAuthentication).status())
        .isEqualTo(200);
    assertRefused(change(rejecting), "invalid-campaign", error);
  }

  @Test
  void namesOfFieldsThatTheLeadTypeHasMatchInAnyCase() {
    assertThat(change(rules("[[\"EMAIL\",\"City\"]]", "flag")).status()).isEqualTo(200);
  }

  @Test
  void rulesNameOnlyFieldsOfTheLeadType() {
    Answer refused = change(rules("[[\"email\"],[\"city\",\"zip\",\"name\"]]", "flag"));

    assertRefused(refused, "invalid-campaign", "duplicate_rules.sets[1] unknown_field");
    assertThat(refused.body()).contains("the lead type does not have: zip, name");
    assertThat(client.get(campaign).body()).contains("\"duplicate_rules\":null");
  }

  @Test
  void campaignIsNotCreatedWithRulesThatItsLeadTypeDoesNotFit() {
    Answer refused =
        client.post(
            CAMPAIGNS,
            "{\"name\":\"x\",\"lead_source_id\":%d,\"lead_type_id\":%d,%s}"
                .formatted(source, id(type), rules("[[\"zip\"]]", "flag")));

    assertRefused(refused, "invalid-campaign", "duplicate_rules.sets[0] unknown_field");
  }

  @Test
  void campaignTakesNoLeadTypeWithoutAFieldOfItsRules() {
    int other = id(ACCOUNT.type(CITY));
    String toOther = "\"lead_type_id\":" + other;
    assertThat(change(rules("[[\"email\"]]", "flag")).status()).isEqualTo(200);

    assertRefused(change(toOther), "invalid-campaign", "duplicate_rules.sets[0] unknown_field");
    assertThat(change(toOther + "," + rules("[[\"city\"]]", "flag")).status()).isEqualTo(200);
  }

  @Test
  void leadTypeKeepsTheFieldsOfTheRules() {
    String location = type.header("Location");
    String withoutEmail = "{\"fields\":" + CITY + "}";
    assertThat(change(rules("[[\"city\"],[\"email\"]]", "flag")).status()).isEqualTo(200);

    Answer refused = client.patch(location, withoutEmail);
    assertRefused(refused, "invalid-lead-type", "fields needed_by_duplicate_rules");
    assertThat(refused.body())
        .contains("must have email", "campaign " + campaign.substring(CAMPAIGNS.length() + 1));
    assertThat(client.patch(location, "{\"name\":\"renamed\"}").status()).isEqualTo(200);

    assertThat(change("\"duplicate_rules\":null").status()).isEqualTo(200);
    assertThat(client.patch(location, withoutEmail).status()).isEqualTo(200);
  }

  @Test
  void deletedCampaignHoldsNoField() {
    assertThat(change(rules("[[\"email\"]]", "flag")).status()).isEqualTo(200);
    assertThat(client.delete(campaign).status()).isEqualTo(204);

    assertThat(client.patch(TYPES + "/" + id(type), "{\"fields\":[]}").status()).isEqualTo(200);
  }

  /** A credential that is bound to a lead source sees the lead types of its campaigns. */
  @Test
  void boundCredentialIsToldWhatDoesNotFit() {
    Http bound =
        GATEWAY.api().bearer(FIXTURES.token(FIXTURES.boundCredential(source, "account_api")));

    assertRefused(
        bound.patch(campaign, "{" + rules("[[\"zip\"]]", "flag") + "}"),
        "invalid-campaign",
        "duplicate_rules.sets[0] unknown_field");
  }
}

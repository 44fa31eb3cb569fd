package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests when a duplicate rule judges, and which kinds of hashes rules make, share and leave. */
class HashKindsSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final int TYPE =
      id(
          ACCOUNT.type(
              "[{\"name\":\"email\",\"type\":\"email\"},{\"name\":\"phone\",\"type\":\"phone\"},"
                  + "{\"name\":\"city\",\"type\":\"text\"}]"));
  private static final String LIFTED = "{\"duplicate_rules\":null}";

  private final Http client = ACCOUNT.client();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private final int source = id(ACCOUNT.source("of hash kinds"));

  private static String rules(String sets, String within) {
    return """
        "duplicate_rules":{"sets":%s,"days":30,"action":"flag","within":"%s"}"""
        .formatted(sets, within);
  }

  private Answer create(String rules) {
    return client.post(
        CAMPAIGNS,
        "{\"name\":\"campaign\",\"lead_source_id\":%d,\"lead_type_id\":%d,%s}"
            .formatted(source, TYPE, rules));
  }

  private int created(String rules) {
    Answer created = create(rules);
    assertThat(created.status()).isEqualTo(201);
    return id(created);
  }

  private void change(int campaign, String members) {
    assertThat(client.patch(CAMPAIGNS + "/" + campaign, members).status()).isEqualTo(200);
  }

  /** Eight sets of fields of the lead type. */
  private static String eightSets() {
    return "[[\"email\"],[\"phone\"],[\"city\"],[\"email\",\"phone\"],[\"email\",\"city\"],"
        + "[\"phone\",\"city\"],[\"email\",\"phone\",\"city\"],[\"EMAIL\"]]";
  }

  private static void post(Http vendor, int campaign, String email, String phone) {
    Answer answer =
        vendor.post(
            CAMPAIGNS + "/" + campaign + "/leads",
            "{\"email\":\"%s\",\"phone\":\"%s\"}".formatted(email, phone));
    assertThat(answer.status()).isEqualTo(201);
  }

  private static long duplicates(int campaign) {
    return FIXTURES.number(
        "SELECT count(*) FROM lead WHERE campaign_id = ? AND duplicate_of IS NOT NULL", campaign);
  }

  private long kinds(String condition) {
    return FIXTURES.number(
        "SELECT count(*) FROM hash_kind WHERE deleted_at IS NULL AND scope_id = ? AND within = 'lead_source' AND "
            + condition,
        source);
  }

  private static boolean judges(int campaign) {
    return FIXTURES.number(
            "SELECT (judged_rules IS NOT DISTINCT FROM duplicate_rules)::int FROM campaign WHERE id = ?",
            campaign)
        == 1;
  }

  /** An open transaction that writes keeps kinds from becoming active. */
  private static void whileATransactionWrites(Runnable test) throws SQLException {
    try (Connection connection = GATEWAY.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_current_xact_id()");
      test.run();
    }
  }

  @Test
  void ruleOfANewCampaignWithinTheCampaignJudgesFromTheFirstLead() {
    int campaign = created(rules("[[\"email\"]]", "campaign"));

    assertThat(judges(campaign)).isTrue();
    post(vendor, campaign, "ada@example.com", "2125550101");
    post(vendor, campaign, "ADA@example.com", "2125550102");
    assertThat(duplicates(campaign)).isEqualTo(1);
  }

  @Test
  void ruleOfAnExistingCampaignIsBuiltWhileTheRuleBeforeGoesOnJudging() throws SQLException {
    int campaign = created(rules("[[\"email\"]]", "campaign"));
    whileATransactionWrites(
        () -> {
          change(campaign, "{" + rules("[[\"phone\"]]", "campaign") + "}");

          assertThat(judges(campaign)).isFalse();
          post(vendor, campaign, "ada@example.com", "2125550101");
          post(vendor, campaign, "bob@example.com", "2125550101");
          assertThat(duplicates(campaign)).isZero();
          post(vendor, campaign, "ada@example.com", "2125550102");
          assertThat(duplicates(campaign)).isEqualTo(1);
        });
  }

  @Test
  void ruleThatDiffersInItsActionAloneJudgesAtOnce() {
    int campaign = created(rules("[[\"email\"]]", "campaign"));

    change(campaign, "{\"duplicate_rules\":{\"action\":\"reject\",\"days\":7}}");

    assertThat(judges(campaign)).isTrue();
  }

  @Test
  void rulesOfALeadSourceShareAKindUntilTheLastOfThemIsLifted() {
    int one = created(rules("[[\"email\"]]", "lead_source"));
    int other = created(rules("[[\"Email\"],[\"phone\"]]", "lead_source"));
    assertThat(kinds("names = '{email}'")).isEqualTo(1);
    assertThat(kinds("true")).isEqualTo(2);

    change(other, LIFTED);
    assertThat(kinds("true")).isEqualTo(1);
    change(one, LIFTED);
    assertThat(kinds("true")).isZero();
  }

  @Test
  void liftedRuleThatIsSetAgainIsBuiltAnew() throws SQLException {
    int campaign = created(rules("[[\"email\"]]", "campaign"));
    whileATransactionWrites(
        () -> {
          change(campaign, LIFTED);
          post(vendor, campaign, "ada@example.com", "2125550101");
          change(campaign, "{" + rules("[[\"email\"]]", "campaign") + "}");

          assertThat(judges(campaign)).isFalse();
        });
  }

  @Test
  void kindsOfADeletedCampaignRetire() {
    int campaign = created(rules("[[\"email\"]]", "lead_source"));
    assertThat(kinds("true")).isEqualTo(1);

    assertThat(client.delete(CAMPAIGNS + "/" + campaign).status()).isEqualTo(204);
    assertThat(kinds("true")).isZero();
  }

  @Test
  void ninthKindIsRefusedAndChangesNothing() {
    created(rules(eightSets(), "lead_source"));
    created(rules("[[\"city\"]]", "campaign"));
    assertThat(kinds("true")).isEqualTo(7);

    Answer refused = create(rules("[[\"city\"],[\"email\"]]", "campaign"));

    assertProblem(refused, 409, "limit-reached");
    assertThat(refused.body()).contains("more than 8 different sets of fields");
    assertThat(FIXTURES.number("SELECT count(*) FROM campaign WHERE lead_source_id = ?", source))
        .isEqualTo(2);
    int without = created("\"status\":\"active\"");
    Answer changed =
        client.patch(
            CAMPAIGNS + "/" + without, "{" + rules("[[\"city\"],[\"email\"]]", "campaign") + "}");
    assertProblem(changed, 409, "limit-reached");
    assertThat(client.get(CAMPAIGNS + "/" + without).body()).contains("\"duplicate_rules\":null");
  }

  @Test
  void leadsOfACampaignWithoutARuleGetTheHashesOfOtherRules() {
    created(rules("[[\"email\"]]", "lead_source"));
    int without = created("\"status\":\"active\"");

    post(vendor, without, "ada@example.com", "2125550101");
    post(vendor, without, "ada@example.com", "2125550101");

    assertThat(duplicates(without)).isZero();
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM duplicate WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
                without))
        .isEqualTo(1);
  }

  @Test
  void otherNodeJudgesByARuleSoon() {
    try (RunningGateway node = RunningGateway.join(GATEWAY.database(), Map.of())) {
      int campaign = created(rules("[[\"email\"]]", "campaign"));
      post(vendor, campaign, "ada@example.com", "2125550101");
      Http there = node.api().bearer(FIXTURES.token("lead_receiver"));
      Await.until(
          "the other node knows the campaign and the token",
          SOON,
          () -> there.post(CAMPAIGNS + "/" + campaign + "/leads", "[]").status() == 422);

      post(there, campaign, "ada@example.com", "2125550102");

      assertThat(duplicates(campaign)).isEqualTo(1);
    }
  }
}

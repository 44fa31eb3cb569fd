package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.errors;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.Pages;
import io.leadgate.support.process.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests when a duplicate rule judges, and which kinds of hashes rules make, share and leave. */
class HashKindsSpec {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** Apart from others, because a campaign at the bound lets no further rule be set for all. */
  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());

  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);
  private static final int TYPE =
      id(
          ACCOUNT.type(
              "[{\"name\":\"email\",\"type\":\"email\"},{\"name\":\"phone\",\"type\":\"phone\"},"
                  + "{\"name\":\"city\",\"type\":\"text\"}]"));
  private static final String ACTIVE = "{\"state\":\"active\",\"hashed\":0,\"of\":0}";
  private static final String BUILDING = "{\"state\":\"building\",\"hashed\":0,\"of\":null}";
  private static final String LIFTED = "{\"duplicate_rules\":null}";

  private final Http client = ACCOUNT.client();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
  private final int source = id(ACCOUNT.source("of hash kinds"));

  private static String rules(String sets, String within) {
    return """
        "duplicate_rules":{"sets":%s,"days":30,"action":"flag","within":"%s"}"""
        .formatted(sets, within);
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
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

  private String state(int campaign) {
    return client.get(CAMPAIGNS + "/" + campaign).json().path("duplicate_rules_state").toString();
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

    assertThat(state(campaign)).isEqualTo(ACTIVE);
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

          assertThat(state(campaign)).isEqualTo(BUILDING);
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

    assertThat(state(campaign)).isEqualTo(ACTIVE);
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

          assertThat(state(campaign)).isEqualTo(BUILDING);
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
  void answerToAChangeHasTheStateAfterTheChange() throws SQLException {
    Answer created = create(rules("[[\"email\"]]", "campaign"));
    assertThat(created.body()).contains("\"duplicate_rules_state\":" + ACTIVE);

    whileATransactionWrites(
        () -> {
          Answer changed =
              client.patch(
                  created.header("Location"), "{" + rules("[[\"phone\"]]", "campaign") + "}");
          assertThat(changed.body()).contains("\"duplicate_rules_state\":" + BUILDING);
        });
    Answer lifted = client.patch(created.header("Location"), LIFTED);
    assertThat(lifted.body()).contains("\"duplicate_rules_state\":null");
  }

  @Test
  void stateTellsTheProgressAndTheTagStays() throws SQLException {
    String campaign = CAMPAIGNS + "/" + created("\"status\":\"active\"");
    whileATransactionWrites(
        () -> {
          String sets = rules("[[\"email\"],[\"city\",\"Email\"]]", "lead_source");
          Answer before = client.patch(campaign, "{" + sets + "}");
          FIXTURES.change(
              "UPDATE hash_kind SET hashed = 5 * cardinality(names), to_hash = 20 WHERE scope_id = ? AND within = 'lead_source'",
              source);

          Answer read = client.get(campaign);
          assertThat(read.json().path("duplicate_rules_state").toString())
              .isEqualTo("{\"state\":\"building\",\"hashed\":15,\"of\":40}");
          assertThat(read.header("ETag")).isEqualTo(before.header("ETag"));
          Http matching = client.with("If-Match", before.header("ETag"));
          assertThat(matching.patch(campaign, read.body()).status()).isEqualTo(200);
          assertThat(Pages.items(client, CAMPAIGNS + "?limit=1000"))
              .filteredOn(item -> item.path("id").asInt() == id(read))
              .singleElement()
              .isEqualTo(client.get(campaign).json());
        });
  }

  @Test
  void stateIsReadOnly() {
    int campaign = created(rules("[[\"email\"]]", "campaign"));
    String building = "{\"duplicate_rules_state\":{\"state\":\"building\"}}";

    assertThat(errors(client.patch(CAMPAIGNS + "/" + campaign, building)))
        .containsExactly("duplicate_rules_state read_only");
    assertThat(errors(create("\"duplicate_rules_state\":null")))
        .containsExactly("duplicate_rules_state unknown");
  }

  @Test
  void authenticationIsNeededWhileTheRuleThatIsBeingReplacedRejects() throws SQLException {
    int campaign = created(rules("[[\"email\"]]", "campaign").replace("\"flag\"", "\"reject\""));
    String open = ",\"require_authentication\":false}";
    whileATransactionWrites(
        () -> {
          Answer refused =
              client.patch(
                  CAMPAIGNS + "/" + campaign, "{" + rules("[[\"phone\"]]", "campaign") + open);
          assertProblem(refused, 422, "invalid-campaign");
          assertThat(errors(refused))
              .containsExactly("require_authentication needed_by_duplicate_rules");
          assertThat(state(campaign)).isEqualTo(ACTIVE);

          change(campaign, "{" + rules("[[\"email\"]]", "campaign") + open);
        });
  }

  @Test
  void leadTypeKeepsTheFieldsOfTheRuleThatIsBeingReplaced() throws SQLException {
    int campaign = created(rules("[[\"email\"]]", "campaign"));
    Answer type =
        ACCOUNT.type(
            "[{\"name\":\"email\",\"type\":\"email\"},{\"name\":\"phone\",\"type\":\"phone\"}]");
    change(campaign, "{\"lead_type_id\":" + id(type) + "}");
    whileATransactionWrites(
        () -> {
          change(campaign, "{" + rules("[[\"phone\"]]", "campaign") + "}");
          Answer refused =
              client.patch(
                  type.header("Location"),
                  "{\"fields\":[{\"name\":\"phone\",\"type\":\"phone\"}]}");
          assertProblem(refused, 422, "invalid-lead-type");
          assertThat(errors(refused)).containsExactly("fields needed_by_duplicate_rules");
        });
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

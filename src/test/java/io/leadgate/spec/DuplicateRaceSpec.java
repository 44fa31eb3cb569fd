package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Posts the same person two hundred times at once, on three nodes, to a campaign that rejects
 * duplicates. The races are repeated, because their order differs each time.
 */
class DuplicateRaceSpec {

  private static final int TWINS = 200;
  private static final int RACES = 3;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FIELDS =
      "[{\"name\":\"email\",\"type\":\"email\"},{\"name\":\"phone\",\"type\":\"phone\"}]";

  private static final RunningGateway FIRST = RunningGateway.start(Map.of());
  private static final List<RunningGateway> NODES =
      List.of(
          FIRST,
          RunningGateway.join(FIRST.database(), Map.of()),
          RunningGateway.join(FIRST.database(), Map.of()));
  private static final Fixtures FIXTURES = FIRST.fixtures();
  private static final String TOKEN = FIXTURES.token("lead_receiver");
  private static final AccountClient ACCOUNT = new AccountClient(FIRST);
  private static final int TYPE = AccountClient.id(ACCOUNT.type(FIELDS));

  @AfterAll
  static void stop() {
    NODES.reversed().forEach(RunningGateway::close);
  }

  /** Makes a campaign whose rules all nodes know. */
  private static Campaign campaign(String sets) {
    int source = AccountClient.id(ACCOUNT.source("races"));
    Answer created =
        ACCOUNT
            .client()
            .post(
                AccountClient.CAMPAIGNS,
                """
                {"lead_source_id":%d,"lead_type_id":%d,"name":"races","duplicate_rules":\
                {"sets":%s,"days":30,"action":"reject","within":"campaign"}}"""
                    .formatted(source, TYPE, sets));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    Campaign campaign = new Campaign(AccountClient.id(created), source);
    for (RunningGateway node : NODES) {
      Http vendor = node.api().bearer(TOKEN);
      Await.until(
          "campaign and token are known",
          SOON,
          () -> vendor.post(campaign.leads(), "{\"email\":1}").status() == 422);
    }
    return campaign;
  }

  private static List<JsonNode> post(Campaign campaign, IntFunction<String> body) {
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, TWINS)
            .mapToObj(
                i ->
                    NODES
                        .get(i % NODES.size())
                        .api()
                        .bearer(TOKEN)
                        .postAsync(campaign.leads(), body.apply(i)))
            .toList();
    return posts.stream().map(CompletableFuture::join).map(Answer::json).toList();
  }

  /** The results of a single lead or of an array. */
  private static List<JsonNode> results(List<JsonNode> answers) {
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode answer : answers) {
      if (answer.has("results")) {
        answer.path("results").forEach(results::add);
      } else {
        results.add(answer);
      }
    }
    return results;
  }

  /** Each writes the same address and number in another way; every tenth is an array of two. */
  private static String twin(int i) {
    String lead =
        i % 2 == 0
            ? "{\"email\":\"Twin@Example.com\",\"phone\":\"(212) 555-0123\",\"n\":" + i + "}"
            : "{\"phone\":\"+1 212 555 0123\",\"email\":\"twin@example.com \",\"n\":" + i + "}";
    return i % 10 == 0 ? "[" + lead + "," + lead + "]" : lead;
  }

  @RepeatedTest(RACES)
  void ofSimultaneousTwinsOneIsAccepted() {
    Campaign campaign = campaign("[[\"email\"]]");

    List<JsonNode> results = results(post(campaign, DuplicateRaceSpec::twin));

    List<JsonNode> accepted =
        results.stream().filter(one -> one.path("status").asText().equals("accepted")).toList();
    assertThat(accepted).hasSize(1);
    String first = accepted.getFirst().path("id").asText();
    List<JsonNode> rejected =
        results.stream()
            .filter(one -> !one.path("status").asText().equals("accepted"))
            .map(DuplicateRaceSpec::problem)
            .toList();
    assertThat(rejected)
        .hasSize(TWINS + TWINS / 10 - 1)
        .allSatisfy(
            problem -> {
              assertThat(problem.path("type").asText()).isEqualTo("/problems/duplicate-lead");
              assertThat(problem.path("first_id").asText()).isEqualTo(first);
              assertThat(texts(problem.path("matched"))).containsExactly("email");
              assertThat(problem.path("quarantined").booleanValue()).isTrue();
            });
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
    assertThat(rejected.stream().map(one -> one.path("quarantine_id").asText()).distinct())
        .hasSize(rejected.size());
  }

  private static JsonNode problem(JsonNode result) {
    return result.has("problem") ? result.path("problem") : result;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Leads share an address with some and a number with others, so that chains of matches form. */
  @RepeatedTest(RACES)
  void ofLeadsThatShareAnyOfTwoSetsNoTwoAreStored() {
    Campaign campaign = campaign("[[\"email\"],[\"phone\"]]");

    List<JsonNode> answers =
        post(
            campaign,
            i ->
                "{\"email\":\"u%d@example.com\",\"phone\":\"+1212555%04d\"}"
                    .formatted(i % 20, 100 + i / 2 % 15));

    assertThat(answers)
        .allMatch(
            one ->
                one.path("status").asText().equals("accepted")
                    || one.path("type").asText().equals("/problems/duplicate-lead"));
    long accepted =
        answers.stream().filter(one -> one.path("status").asText().equals("accepted")).count();
    assertThat(accepted).isPositive().isLessThanOrEqualTo(15);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(accepted);
    assertThat(
            FIXTURES.number(
                """
                SELECT count(*) FROM lead a JOIN lead b ON a.id < b.id
                  AND (a.email = b.email OR a.phone = b.phone)
                WHERE a.campaign_id = ? AND b.campaign_id = a.campaign_id
                """,
                campaign.id()))
        .isZero();
  }

  @RepeatedTest(RACES)
  void aLeadThatMatchesTwoOlderLeadsNamesTheMatchOfTheFirstSet() {
    Campaign campaign = campaign("[[\"phone\"],[\"email\"]]");
    Http vendor = FIRST.api().bearer(TOKEN);
    vendor.post(campaign.leads(), "{\"email\":\"a@example.com\",\"phone\":\"2125550101\"}");
    Answer second =
        vendor.post(campaign.leads(), "{\"email\":\"b@example.com\",\"phone\":\"2125550102\"}");

    Answer both =
        NODES
            .getLast()
            .api()
            .bearer(TOKEN)
            .post(campaign.leads(), "{\"email\":\"a@example.com\",\"phone\":\"2125550102\"}");

    assertProblem(both, 422, "duplicate-lead");
    assertThat(both.text("first_id")).isEqualTo(second.text("id"));
    assertThat(texts(both.json().path("matched"))).containsExactly("phone");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }
}

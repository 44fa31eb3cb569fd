package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Posts a key a hundred times at once, on three nodes. The races are repeated, because their order
 * differs each time.
 */
class KeyRaceSpec {

  private static final int POSTS = 100;
  private static final int RACES = 5;
  private static final int TWINS = 200;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OTHER_LEAD = LEAD.replace("Ada", "Eve");

  private static final RunningGateway FIRST = RunningGateway.start(Map.of());
  private static final List<RunningGateway> NODES =
      List.of(
          FIRST,
          RunningGateway.join(FIRST.database(), Map.of()),
          RunningGateway.join(FIRST.database(), Map.of()));
  private static final Fixtures FIXTURES = FIRST.fixtures();
  private static final String TOKEN = FIXTURES.token("lead_receiver");

  private final Campaign campaign = campaignKnownToAllNodes();

  private static Campaign campaignKnownToAllNodes() {
    Campaign campaign = FIXTURES.campaign();
    for (RunningGateway node : NODES) {
      Http vendor = node.api().bearer(TOKEN);
      Await.until(
          "campaign and token are known",
          SOON,
          () -> vendor.post(campaign.leads(), "{}").status() == 422);
    }
    return campaign;
  }

  @AfterAll
  static void stop() {
    NODES.reversed().forEach(RunningGateway::close);
  }

  private List<Answer> post(String key, IntFunction<String> body) {
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, POSTS)
            .mapToObj(
                i ->
                    NODES
                        .get(i % NODES.size())
                        .api()
                        .bearer(TOKEN)
                        .with("Idempotency-Key", key)
                        .postAsync(campaign.leads(), body.apply(i)))
            .toList();
    return posts.stream().map(CompletableFuture::join).toList();
  }

  private static Answer theStored(List<Answer> answers) {
    List<Answer> stored = answers.stream().filter(answer -> answer.status() == 201).toList();
    assertThat(stored).hasSize(1);
    return stored.getFirst();
  }

  private static void assertReplayOf(Answer first, Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(answer.header("Location")).isEqualTo(first.header("Location"));
    assertThat(answer.body()).isEqualTo(first.body());
  }

  @RepeatedTest(RACES)
  void repeatedLeadIsStoredOnceAndEachPostGetsItsId() {
    List<Answer> answers = post("race", i -> LEAD);
    Answer first = theStored(answers);

    assertThat(answers)
        .filteredOn(answer -> !answer.equals(first))
        .hasSize(POSTS - 1)
        .allSatisfy(answer -> assertReplayOf(first, answer));
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND campaign_id = ?",
                first.text("id"),
                campaign.id()))
        .isEqualTo(1);
  }

  @RepeatedTest(RACES)
  void twinsInADedupeWindowAreOneLead() {
    awaitWindow();
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, TWINS)
            .mapToObj(
                i -> {
                  Http vendor = NODES.get(i % NODES.size()).api().bearer(TOKEN);
                  return i % 10 == 0
                      ? vendor.postAsync(campaign.leads(), "[%s]".formatted(LEAD))
                      : vendor.postAsync(campaign.leads(), LEAD);
                })
            .toList();
    List<String> ids =
        posts.stream()
            .map(CompletableFuture::join)
            .map(answer -> answer.json().findPath("id").asText())
            .toList();

    assertThat(ids).hasSize(TWINS).doesNotContain("").containsOnly(ids.getFirst());
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  /** Opens a dedupe window, and removes the leads that each node has shown it by. */
  private void awaitWindow() {
    FIXTURES.openDedupeWindow(campaign);
    for (RunningGateway node : NODES) {
      Http vendor = node.api().bearer(TOKEN);
      Await.until(
          "the window is known",
          SOON,
          () -> vendor.post(campaign.leads(), OTHER_LEAD).status() == 200);
    }
    FIXTURES.change("DELETE FROM lead WHERE campaign_id = ?", campaign.id());
  }

  @RepeatedTest(RACES)
  void firstOfTwoLeadsIsStoredAndTheSecondIs422() {
    IntFunction<String> body = i -> i / NODES.size() % 2 == 0 ? LEAD : OTHER_LEAD;
    List<Answer> answers = post("race", body);
    Answer first = theStored(answers);
    String winner = body.apply(answers.indexOf(first));

    for (int i = 0; i < POSTS; i++) {
      Answer answer = answers.get(i);
      if (!body.apply(i).equals(winner)) {
        assertProblem(answer, 422, "idempotency-key-reused");
      } else if (!answer.equals(first)) {
        assertReplayOf(first, answer);
      }
    }
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM lead WHERE id = ?::uuid AND fields::jsonb = ?::jsonb",
                first.text("id"),
                winner))
        .isEqualTo(1);
  }

  @Test
  void expiredKeyIsTakenOverByOnePost() {
    Answer old = theStored(post("taken-over", i -> LEAD));
    FIXTURES.change(
        "UPDATE idempotency_key SET expires_at = now() - interval '1 second'"
            + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
        campaign.id());
    List<Answer> answers = post("taken-over", i -> OTHER_LEAD);
    Answer first = theStored(answers);

    assertThat(first.text("id")).isNotEqualTo(old.text("id"));
    assertThat(answers)
        .filteredOn(answer -> !answer.equals(first))
        .allSatisfy(answer -> assertReplayOf(first, answer));
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }
}

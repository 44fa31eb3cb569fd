package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Posts leads with an Idempotency-Key. */
class IdempotencySpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

  @Test
  void repeatedKeyWithTheSameLeadGetsTheFirstAnswer() {
    Answer first = vendor.with("Idempotency-Key", "\"k-1\"").post(campaign.leads(), LEAD);
    String reordered =
        """
        { "EMAIL": "ada@example.com", "phone": "(212) 555-0123",
          "last_name": "Lovelace", "first_name": "Ada" }""";
    Answer again = vendor.with("Idempotency-Key", "k-1").post(campaign.leads(), reordered);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @Test
  void repeatedKeyWithAnotherLeadIs422() {
    vendor.with("Idempotency-Key", "k-2").post(campaign.leads(), LEAD);
    Answer other =
        vendor.with("Idempotency-Key", "k-2").post(campaign.leads(), LEAD.replace("Ada", "Eve"));

    assertProblem(other, 422, "idempotency-key-reused");
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @Test
  void keyBelongsToItsCampaign() {
    Campaign another = FIXTURES.campaign();
    Http keyed = vendor.with("Idempotency-Key", "k-3");

    assertThat(keyed.post(campaign.leads(), LEAD).status()).isEqualTo(201);
    assertThat(keyed.post(another.leads(), LEAD).status()).isEqualTo(201);
  }

  /** Postgres gets many of the leads in the same batch. */
  @Test
  void sameKeysInTwoCampaignsAtOnceAreDistinct() {
    Campaign another = FIXTURES.campaign();
    String other = LEAD.replace("Ada", "Eve");
    List<CompletableFuture<Answer>> posts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Http keyed = vendor.with("Idempotency-Key", "same-" + i);
      posts.add(keyed.postAsync(campaign.leads(), LEAD));
      posts.add(keyed.postAsync(another.leads(), other));
    }

    assertThat(posts).extracting(post -> post.join().status()).containsOnly(201);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(50);
    assertThat(FIXTURES.storedLeads(another)).isEqualTo(50);
    Answer again = vendor.with("Idempotency-Key", "same-0").post(another.leads(), other);
    assertThat(again.body()).isEqualTo(posts.get(1).join().body());
  }

  @Test
  void keyExpiresAfterADay() {
    vendor.with("Idempotency-Key", "a-day").post(campaign.leads(), LEAD);

    assertThat(
            FIXTURES.number(
                "SELECT extract(epoch FROM expires_at - now())::int FROM idempotency_key"
                    + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
                campaign.id()))
        .isBetween(86_400L - 60, 86_400L);
  }

  @Test
  void numberAndItsTextHaveTheSameFingerprint() {
    Campaign anything = FIXTURES.campaignOfAnything();
    Http keyed = vendor.with("Idempotency-Key", "number-as-written");

    assertThat(keyed.post(anything.leads(), "{\"a\":1e5,\"b\":1.50}").status()).isEqualTo(201);
    assertThat(keyed.post(anything.leads(), "{\"B\":\"1.50\",\"A\":\"1e5\"}").status())
        .isEqualTo(200);
    assertThat(keyed.post(anything.leads(), "{\"a\":1e5,\"b\":1.5}").status()).isEqualTo(422);
  }

  @Test
  void expiredKeyIsTakenOver() {
    Http keyed = vendor.with("Idempotency-Key", "k-4");
    Answer first = keyed.post(campaign.leads(), LEAD);
    FIXTURES.change(
        "UPDATE idempotency_key SET expires_at = now() - interval '1 second'"
            + " WHERE lead_id IN (SELECT id FROM lead WHERE campaign_id = ?)",
        campaign.id());
    Answer later = keyed.post(campaign.leads(), LEAD);

    assertThat(later.status()).isEqualTo(201);
    assertThat(later.text("id")).isNotEqualTo(first.text("id"));
    assertThat(keyed.post(campaign.leads(), LEAD).text("id")).isEqualTo(later.text("id"));
  }

  @Test
  void hundredConcurrentPostsOfOneKeyStoreOneLead() {
    Http keyed = vendor.with("Idempotency-Key", "k-5");
    List<CompletableFuture<Answer>> posts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      posts.add(keyed.postAsync(campaign.leads(), LEAD));
    }
    List<Answer> answers = posts.stream().map(CompletableFuture::join).toList();

    Set<String> ids = answers.stream().map(answer -> answer.text("id")).collect(Collectors.toSet());
    assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(99);
    assertThat(ids).hasSize(1);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @Test
  void invalidKeyIs400() {
    for (String key : List.of("\"\"", "   ", "x".repeat(256), "a\"b")) {
      Answer answer = vendor.with("Idempotency-Key", key).post(campaign.leads(), LEAD);

      assertProblem(answer, 400, "invalid-idempotency-key");
    }
    assertThat(
            vendor.with("Idempotency-Key", "x".repeat(255)).post(campaign.leads(), LEAD).status())
        .isEqualTo(201);
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(1);
  }

  @Test
  void requestWithTwoKeysIs400() {
    Answer answer =
        vendor
            .with("Idempotency-Key", "k-6")
            .with("Idempotency-Key", "k-7")
            .post(campaign.leads(), LEAD);

    assertProblem(answer, 400, "invalid-idempotency-key");
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  /** The name of a field may be as long as its form, and is read again for the fingerprint. */
  @Test
  void formWithALongNameIsStoredAndReplayed() {
    Campaign anything = FIXTURES.campaignOfAnything();
    Http form =
        vendor
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("Idempotency-Key", "k-8");

    assertThat(form.post(anything.leads(), "n".repeat(60_000) + "=1").status()).isEqualTo(201);
    assertThat(form.post(anything.leads(), "n".repeat(60_000) + "=1").status()).isEqualTo(200);
  }
}

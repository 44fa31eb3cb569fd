package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests without a good token are kept, by two nodes together, and what comes then. */
class QuarantineCapSpec {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Map<String, String> CAPS =
      Map.of(
          "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "" + Kind.SIGNED.cap,
          "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX", "" + Kind.STRANGERS.cap);

  private static final RunningGateway ONE = RunningGateway.start(CAPS);
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), CAPS);
  private static final Fixtures FIXTURES = ONE.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();

  /** Good, but not for leads. */
  private static final String UNSCOPED = OTHER.fixtures().tokenSoon(credential());

  enum Kind {
    SIGNED(12, 403, "insufficient-scope", "The token lacks the scope lead_receiver."),
    STRANGERS(
        7,
        401,
        "invalid-token",
        "Get a token at /v1/authorization/token and send it as Authorization: Bearer.");

    private final int cap;
    private final int status;
    private final String problem;
    private final String advice;

    Kind(int cap, int status, String problem, String advice) {
      this.cap = cap;
      this.status = status;
      this.problem = problem;
      this.advice = advice;
    }

    Kind other() {
      return this == SIGNED ? STRANGERS : SIGNED;
    }

    Http sender(RunningGateway node) {
      return node.api().bearer(this == SIGNED ? UNSCOPED : "of-nobody");
    }

    long counted() {
      return FIXTURES.number("SELECT rows FROM quarantine_rows WHERE signed = ?", this == SIGNED);
    }

    long rows() {
      return FIXTURES.number("SELECT count(*) FROM quarantine WHERE signed = ?", this == SIGNED);
    }
  }

  private static Fixtures.Credential credential() {
    return FIXTURES.credential("data_api");
  }

  @BeforeEach
  void empty() {
    FIXTURES.change("DELETE FROM quarantine");
    assertThat(Kind.SIGNED.counted() + Kind.STRANGERS.counted()).isZero();
  }

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
  }

  @ParameterizedTest
  @EnumSource
  void asManyAreKeptAsTheCapIsAndTheNextIsToldThatItIsNot(Kind kind) {
    double overflowed = overflowed(ONE);
    double refused = refused(ONE);
    fill(kind);
    Answer past = kind.sender(ONE).post(CAMPAIGN.leads(), LEAD);

    assertThat(past.body())
        .isEqualTo(
            """
            {"type":"/problems/%s","title":"%s","status":%d,"detail":"%s The request was not kept, \
            since the quarantine is full. Send it again with a good token.",\
            "quarantined":false,"instance":"%s"}"""
                .formatted(
                    kind.problem,
                    past.text("title"),
                    kind.status,
                    kind.advice,
                    past.header("X-Request-Id")));
    assertThat(past.status()).isEqualTo(kind.status);
    assertThat(past.header("WWW-Authenticate")).startsWith("Bearer realm=\"leadgate\", error=");
    assertThat(kind.rows()).isEqualTo(kind.cap);
    assertThat(kind.counted()).isEqualTo(kind.cap);
    assertThat(overflowed(ONE) - overflowed).isEqualTo(1);
    assertThat(refused(ONE) - refused).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneKindAtItsCapTakesNoRoomFromTheOtherAndNoneFromLeads(Kind kind) {
    fill(kind);
    assertThat(isKept(kind.sender(OTHER).post(CAMPAIGN.leads(), LEAD))).isFalse();

    fill(kind.other());
    assertThat(kind.rows() + kind.other().rows()).isEqualTo(kind.cap + kind.other().cap);
    Http vendor = ONE.api().bearer(FIXTURES.token("lead_receiver"));
    assertThat(vendor.post(CAMPAIGN.leads(), LEAD).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDeletedGivesItsRoomBack(Kind kind) {
    fill(kind);
    FIXTURES.change("DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine LIMIT 2)");

    assertThat(isKept(kind.sender(OTHER).post(CAMPAIGN.leads(), LEAD))).isTrue();
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isTrue();
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void twoNodesUnderParallelPostsNeverKeepMoreAndTellTheTruthOfEach(Kind kind) {
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, kind.cap * 10)
            .mapToObj(i -> kind.sender(i % 2 == 0 ? ONE : OTHER).postAsync(CAMPAIGN.leads(), LEAD))
            .toList();
    List<Answer> answers = posts.stream().map(CompletableFuture::join).toList();
    Set<String> told = new HashSet<>();
    answers.stream()
        .filter(QuarantineCapSpec::isKept)
        .forEach(answer -> told.add(answer.text("quarantine_id")));

    assertThat(answers).allMatch(answer -> answer.status() == kind.status);
    assertThat(told).hasSize(kind.cap);
    assertThat(kind.rows()).isEqualTo(kind.cap);
    assertThat(kind.counted()).isEqualTo(kind.cap);
    for (String id : told) {
      assertThat(FIXTURES.number("SELECT count(*) FROM quarantine WHERE id = ?::uuid", id))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCountThatWasLeftBehindIsSetRightByTheNextNodeThatStarts(Kind kind) {
    fill(kind);
    // No trigger sees it, as when a partition is dropped.
    FIXTURES.change("TRUNCATE quarantine");
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
    try (RunningGateway next = RunningGateway.join(ONE.database(), CAPS)) {
      Await.until("it is set right", SOON, () -> kind.counted() == 0);
      assertThat(isKept(kind.sender(next).post(CAMPAIGN.leads(), LEAD))).isTrue();
    }
    FIXTURES.change("DELETE FROM quarantine");
    fill(kind);
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
    assertThat(kind.rows()).isEqualTo(kind.cap);
  }

  private static void fill(Kind kind) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < kind.cap; i++) {
      answers.add(kind.sender(i % 2 == 0 ? ONE : OTHER).post(CAMPAIGN.leads(), LEAD));
    }
    assertThat(answers).allMatch(QuarantineCapSpec::isKept);
  }

  private static boolean isKept(Answer answer) {
    return answer.json().path("quarantined").booleanValue();
  }

  private static double overflowed(RunningGateway node) {
    return Scrape.sum(node.management(), "leadgate_quarantine_overflow_total{cause=\"rows\"}");
  }

  private static double refused(RunningGateway node) {
    return Scrape.sum(node.management(), "leadgate_leads_total{outcome=\"refused\"}");
  }
}

package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedServers;
import io.leadgate.support.TestDatabase;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fills the quarantine up to its caps, on two nodes together. Past a cap the caller, the metrics
 * and the log say that a request was not kept.
 */
class QuarantineCapSpec {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Map<String, String> CAPS =
      Map.of(
          "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "" + Kind.SIGNED.cap,
          "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX", "" + Kind.STRANGERS.cap);

  private static final RunningGateway ONE = RunningGateway.start(CAPS);
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), CAPS);
  private static final Fixtures FIXTURES = ONE.fixtures();
  private static final Campaign CAMPAIGN = FIXTURES.campaign();

  /** A good token that lacks the scope for leads. */
  private static final String UNSCOPED = OTHER.fixtures().awaitToken(credential());

  enum Kind {
    SIGNED(
        12,
        403,
        "insufficient-scope",
        "error=\"insufficient_scope\", scope=\"lead_receiver\"",
        "The token lacks the scope lead_receiver."),
    STRANGERS(
        7,
        401,
        "invalid-token",
        "error=\"invalid_token\", error_description=\"This is no token as it was issued; send the"
            + " whole access_token and nothing else.\"",
        "This is no token as it was issued; send the whole access_token and nothing else."
            + " Get a token at /v1/authorization/token and send it as Authorization: Bearer.");

    private final int cap;
    private final int status;
    private final String problem;
    private final String challenge;
    private final String advice;

    Kind(int cap, int status, String problem, String challenge, String advice) {
      this.cap = cap;
      this.status = status;
      this.problem = problem;
      this.challenge = challenge;
      this.advice = advice;
    }

    Kind other() {
      return this == SIGNED ? STRANGERS : SIGNED;
    }

    Http sender(RunningGateway node) {
      return node.api().bearer(this == SIGNED ? UNSCOPED : "of-nobody");
    }

    private String lane() {
      return name().toLowerCase(Locale.ROOT);
    }

    long counted() {
      return FIXTURES.number("SELECT rows FROM quarantine_rows WHERE lane = ?", lane());
    }

    long rows() {
      return FIXTURES.number("SELECT count(*) FROM quarantine WHERE lane = ?", lane());
    }
  }

  private static Fixtures.Credential credential() {
    return FIXTURES.credential("data_api");
  }

  @BeforeEach
  void emptyTheQuarantine() {
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
  void requestPastTheCapIsNotKeptAndItsCallerIsTold(Kind kind) {
    double overflowed = overflowed(ONE);
    double refused = refused(ONE);
    fill(kind);
    Answer past = kind.sender(ONE).post(CAMPAIGN.leads(), LEAD);

    assertThat(past.body())
        .isEqualTo(
            """
            {"type":"/problems/%s","title":"%s","status":%d,"detail":"%s The request was not kept \
            because the quarantine is full. Send it again with a good token.",\
            "quarantined":false,"instance":"%s"}"""
                .formatted(
                    kind.problem,
                    past.text("title"),
                    kind.status,
                    kind.advice,
                    past.header("X-Request-Id")));
    assertThat(past.status()).isEqualTo(kind.status);
    assertThat(past.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"leadgate\", " + kind.challenge);
    assertThat(kind.rows()).isEqualTo(kind.cap);
    assertThat(kind.counted()).isEqualTo(kind.cap);
    assertThat(overflowed(ONE) - overflowed).isEqualTo(1);
    assertThat(refused(ONE) - refused).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void fullKindTakesNoRoomFromTheOtherKindOrFromLeads(Kind kind) {
    fill(kind);
    assertThat(isKept(kind.sender(OTHER).post(CAMPAIGN.leads(), LEAD))).isFalse();

    fill(kind.other());
    assertThat(kind.rows() + kind.other().rows()).isEqualTo(kind.cap + kind.other().cap);
    Http vendor = ONE.api().bearer(FIXTURES.token("lead_receiver"));
    assertLeadIsAccepted(vendor, CAMPAIGN);
  }

  @ParameterizedTest
  @EnumSource
  void deletedRowsGiveTheirRoomBack(Kind kind) {
    fill(kind);
    FIXTURES.change("DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine LIMIT 2)");

    assertThat(isKept(kind.sender(OTHER).post(CAMPAIGN.leads(), LEAD))).isTrue();
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isTrue();
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void concurrentPostsToTwoNodesKeepExactlyTheCap(Kind kind) {
    List<CompletableFuture<Answer>> posts =
        IntStream.range(0, kind.cap * 10)
            .mapToObj(i -> kind.sender(i % 2 == 0 ? ONE : OTHER).postAsync(CAMPAIGN.leads(), LEAD))
            .toList();
    List<Answer> answers = posts.stream().map(CompletableFuture::join).toList();
    Set<String> keptIds = new HashSet<>();
    answers.stream()
        .filter(QuarantineCapSpec::isKept)
        .forEach(answer -> keptIds.add(answer.text("quarantine_id")));

    assertThat(answers).extracting(Answer::status).containsOnly(kind.status);
    assertThat(keptIds).hasSize(kind.cap);
    assertThat(kind.rows()).isEqualTo(kind.cap);
    assertThat(kind.counted()).isEqualTo(kind.cap);
    for (String id : keptIds) {
      assertThat(FIXTURES.number("SELECT count(*) FROM quarantine WHERE id = ?::uuid", id))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void startingNodeCorrectsAStaleCount(Kind kind) {
    fill(kind);
    // Triggers do not see a TRUNCATE or a dropped partition.
    FIXTURES.change("TRUNCATE quarantine");
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
    try (RunningGateway next = RunningGateway.join(ONE.database(), CAPS)) {
      Await.until("the count is corrected", SOON, () -> kind.counted() == 0);
      assertThat(isKept(kind.sender(next).post(CAMPAIGN.leads(), LEAD))).isTrue();
    }
    FIXTURES.change("DELETE FROM quarantine");
    fill(kind);
    assertThat(isKept(kind.sender(ONE).post(CAMPAIGN.leads(), LEAD))).isFalse();
    assertThat(kind.rows()).isEqualTo(kind.cap);
  }

  @Test
  void fullQuarantineIsLoggedOnceForEachKind() {
    try (TestDatabase database = SharedServers.newDatabase();
        GatewayProcess gateway =
            GatewayProcess.start(
                RunningGateway.environment(
                    database,
                    Map.of(
                        "LEADGATE_QUARANTINE_SIGNED_ROWS_MAX", "0",
                        "LEADGATE_QUARANTINE_STRANGERS_ROWS_MAX", "0")))) {
      Fixtures fixtures = gateway.fixtures(database);
      Campaign campaign = fixtures.campaign();
      Http unscoped = gateway.api().bearer(fixtures.token("data_api"));
      for (int i = 0; i < 5; i++) {
        assertThat(gateway.api().post(campaign.leads(), LEAD).status()).isEqualTo(401);
        assertThat(unscoped.post(campaign.leads(), LEAD).status()).isEqualTo(403);
      }
      gateway.signal("TERM");
      assertThat(gateway.exitStatus(SOON)).isZero();
      Await.until(
          "the last line is logged", SOON, () -> gateway.standardError().contains("\"stopped\""));

      assertThat(linesOfAFullQuarantine(gateway))
          .extracting(line -> line.path("level").asText() + " lane=" + line.path("lane").asText())
          .containsExactly("WARN lane=strangers", "WARN lane=signed");
    }
  }

  private static List<JsonNode> linesOfAFullQuarantine(GatewayProcess gateway) {
    return gateway
        .standardError()
        .lines()
        .filter(line -> line.contains("\"the quarantine is full\""))
        .map(QuarantineCapSpec::fact)
        .toList();
  }

  private static JsonNode fact(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(line, e);
    }
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

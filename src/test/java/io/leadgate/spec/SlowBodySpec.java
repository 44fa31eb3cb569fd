package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Begins bodies and does not end them. The gateway answers 408 after its time-out, bounds the
 * bodies that it reads at once, and ends the oldest slow body where another caller needs its room.
 */
class SlowBodySpec {

  private static final int BUDGET = 2_097_152;
  private static final int STRANGERS = BUDGET / 100 * 12;
  private static final int CLIENTS = BUDGET / 100 * 4;
  private static final String BODY = "x".repeat(20_000);

  /** The number of growing bodies that fit into the strangers' share: each takes its size twice. */
  private static final int FIT = 5;

  private static final Duration SOON = Duration.ofSeconds(30);

  /** A gateway that ends a request after a second. */
  private static final RunningGateway IMPATIENT = start("1s");

  /** A gateway that ends no request in the time of a test. */
  private static final RunningGateway PATIENT = start("60s");

  private static RunningGateway start(String requestTimeout) {
    return RunningGateway.start(
        Map.of(
            "LEADGATE_HTTP_REQUEST_TIMEOUT",
            requestTimeout,
            "LEADGATE_HTTP_EVENT_LOOPS",
            "1",
            "LEADGATE_LIMITS_BUDGET_BYTES",
            "" + BUDGET));
  }

  @AfterAll
  static void stop() {
    IMPATIENT.close();
    PATIENT.close();
  }

  private static String head(Campaign campaign, String header) {
    return "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 30000\n%s\n\n"
        .formatted(campaign.leads(), header);
  }

  @Test
  void slowBodyWithATokenIs408AndClosesTheConnection() {
    Fixtures fixtures = IMPATIENT.fixtures();
    Campaign campaign = fixtures.campaign();
    String header = "Authorization: Bearer " + fixtures.token("lead_receiver");
    try (RawConnection slow = RawConnection.to(IMPATIENT.api())) {
      assertProblem(slow.send(head(campaign, header) + "{").answer(), 408, "request-timeout");
      assertThat(slow.isClosedByServer()).isTrue();
    }
    assertThat(fixtures.storedLeads(campaign)).isZero();
  }

  @Test
  void slowBodyWithoutATokenIs408AndNotQuarantined() {
    Campaign campaign = IMPATIENT.fixtures().campaign();
    try (RawConnection slow = RawConnection.to(IMPATIENT.api())) {
      assertProblem(slow.send(head(campaign, "X: y") + "{").answer(), 408, "request-timeout");
    }
    assertThat(IMPATIENT.fixtures().quarantined(campaign)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth2/token",
        "/v1/authorization/token",
        "/oauth2/introspect",
        "/oauth2/revoke"
      })
  void slowCallOfATokenEndpointIs408InTheShapeOfOAuth(String path) {
    try (RawConnection slow = RawConnection.to(IMPATIENT.api())) {
      Answer answer =
          slow.send(
                  "POST %s HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 300\n\n{"
                      .formatted(path))
              .answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text("error")).isEqualTo("invalid_request");
      assertThat(slow.isClosedByServer()).isTrue();
    }
  }

  @Test
  void slowBodiesAreBoundedAndTheirRoomIsGivenBack() {
    Fixtures fixtures = IMPATIENT.fixtures();
    Campaign campaign = fixtures.campaign();
    String token = fixtures.token("lead_receiver");
    List<RawConnection> unfinished = begun(IMPATIENT, FIT + 1, head(campaign, "X: y") + BODY);
    try {
      List<Answer> answers = unfinished.stream().map(RawConnection::answer).toList();

      assertThat(answers).filteredOn(answer -> answer.status() == 408).hasSize(FIT);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 408)
          .singleElement()
          .satisfies(SlowBodySpec::assertOverloaded);
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    assertLeadIsAccepted(IMPATIENT.api().bearer(token), campaign);
  }

  @Test
  void slowBodiesOfStrangersMakeRoomForStrangers() {
    Fixtures fixtures = PATIENT.fixtures();
    Campaign campaign = fixtures.campaign();
    String token = fixtures.token("lead_receiver");
    String unscoped = fixtures.token("data_api");
    String large = "{\"a\":\"%s\"}".formatted(BODY);
    double failed = failed();
    List<RawConnection> unfinished = begun(PATIENT, FIT, head(campaign, "X: y") + BODY);
    try {
      Await.until(
          "their share is used up", SOON, () -> PATIENT.drawn("strangers") > STRANGERS - 44_000);

      assertThat(PATIENT.api().post(campaign.leads(), large).status()).isEqualTo(401);
      assertOverloaded(unfinished.getFirst().answer());
      assertThat(unfinished.getFirst().isClosedByServer()).isTrue();
      Await.until("the 503 counts as a failure of the gateway", SOON, () -> failed() > failed);
      assertThat(PATIENT.api().bearer(token).post(campaign.leads(), large).status()).isEqualTo(422);
      assertThat(PATIENT.api().bearer(unscoped).post(campaign.leads(), large).status())
          .isEqualTo(403);
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    Await.until("all room is given back", SOON, PATIENT::hasNothingDrawn);
  }

  /** All clients have one share, because a client is known only after its body. */
  @Test
  void slowTokenCallsMakeRoomForOtherTokenCalls() {
    Fixtures.Credential credential = PATIENT.fixtures().credential("lead_receiver");
    String slow =
        "POST /oauth2/token HTTP/1.1\nHost: x\nContent-Type: application/x-www-form-urlencoded\n"
            + "Content-Length: 16000\n\n"
            + "x".repeat(12_000);
    List<RawConnection> unfinished = begun(PATIENT, 8, slow);
    try {
      Await.until(
          "their share is used up", SOON, () -> PATIENT.drawn("clients") > CLIENTS - 26_000);

      assertThat(
              PATIENT
                  .api()
                  .basic(credential.clientId(), credential.secret())
                  .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}")
                  .status())
          .isEqualTo(200);
    } finally {
      unfinished.forEach(RawConnection::close);
    }
    Await.until("all room is given back", SOON, PATIENT::hasNothingDrawn);
  }

  /** Opens connections that have sent the text and wait for their answers. */
  private static List<RawConnection> begun(RunningGateway gateway, int connections, String text) {
    List<RawConnection> begun = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      begun.add(RawConnection.to(gateway.api()).send(text));
    }
    return begun;
  }

  private static void assertOverloaded(Answer answer) {
    assertProblem(answer, 503, "overloaded");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }

  private static double failed() {
    return Scrape.value(PATIENT.management(), "leadgate_leads_total{outcome=\"failed\"}");
  }
}

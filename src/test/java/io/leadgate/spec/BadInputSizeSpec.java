package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Posts bodies at and past the limit of a lead, declared and in chunks, and sees when a refusal
 * closes the connection.
 */
class BadInputSizeSpec {

  private static final int LIMIT = 65_536;
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaignOfAnything();
  private final String token = FIXTURES.token("lead_receiver");
  private final Http vendor = GATEWAY.api().bearer(token);

  @Test
  void bodyOfExactlyTheLimitIsTaken() {
    assertThat(vendor.post(campaign.leads(), lead(LIMIT)).status()).isEqualTo(201);
    assertThat(
            FIXTURES.number(
                "SELECT length(fields ->> 'a') FROM lead WHERE campaign_id = ?", campaign.id()))
        .isEqualTo(LIMIT - 8);
  }

  @Test
  void chunkedBodyOfExactlyTheLimitIsTaken() {
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      String body = lead(LIMIT);
      for (int sent = 0; sent < 2; sent++) {
        connection
            .send(head("Transfer-Encoding: chunked"))
            .send(chunk(body.substring(0, 1)))
            .send(chunk(body.substring(1, 40_000)))
            .send(chunk(body.substring(40_000)))
            .send("0\n\n");
        assertThat(connection.answer().status()).isEqualTo(201);
      }
    }
    assertThat(FIXTURES.storedLeads(campaign)).isEqualTo(2);
  }

  /**
   * The test sends each body twice, because the node looks the token up for the first request only.
   */
  @Test
  void bodyPastTheLimitIs413AndCloses() {
    for (int times = 0; times < 2; times++) {
      assertTooLarge(head("Content-Length: " + (LIMIT + 1)) + lead(LIMIT + 1));
    }
  }

  /** An object is refused at its first byte, because only an array may be longer than a lead. */
  @Test
  void objectDeclaredPastTheLimitIs413AtItsFirstByte() {
    for (int times = 0; times < 2; times++) {
      assertTooLarge(head("Content-Length: " + (LIMIT + 1)) + " {");
    }
  }

  @Test
  void bodyDeclaredPastTheArrayLimitIs413AtOnce() {
    for (int times = 0; times < 2; times++) {
      assertTooLarge(head("Content-Length: 1048577"), 1_048_576);
      assertTooLarge(head("Content-Length: 9223372036854775807"), 1_048_576);
    }
  }

  @Test
  void chunkedBodyPastTheLimitIs413AtOnce() {
    for (int times = 0; times < 2; times++) {
      assertTooLarge(head("Transfer-Encoding: chunked") + chunk(lead(LIMIT + 1)));
      assertTooLarge(head("Transfer-Encoding: chunked") + chunk(lead(LIMIT + 1)) + "0\n\n");
      assertTooLarge(head("Transfer-Encoding: chunked") + chunk("x".repeat(700_000)) + "0\n\n");
    }
  }

  private void assertTooLarge(String request) {
    assertTooLarge(request, LIMIT);
  }

  private void assertTooLarge(String request, int limit) {
    try (RawConnection connection = RawConnection.to(GATEWAY.api()).send(request)) {
      Answer answer = connection.answer();

      assertProblem(answer, 413, "body-too-large");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.text("detail"))
          .isEqualTo("A body here has at most %d bytes.".formatted(limit));
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
    assertThat(FIXTURES.quarantined(campaign)).isZero();
  }

  /** The server closes the connection, because it does not wait for the rest of a long body. */
  @ParameterizedTest
  @ValueSource(strings = {"paused", "closed"})
  void refusedLongBodyClosesTheConnection(String status) {
    FIXTURES.changeStatus(campaign, status);
    Campaign another = FIXTURES.campaignOfAnything();
    String fresh = FIXTURES.token("lead_receiver");
    String bound =
        FIXTURES.token(FIXTURES.boundCredential(another.leadSourceId(), "lead_receiver"));

    for (String each : new String[] {fresh, fresh, bound, bound}) {
      try (RawConnection connection =
          RawConnection.to(GATEWAY.api())
              .send(head("Content-Length: 600000").replace(token, each) + lead(600_000))) {
        assertThat(connection.answer().status()).isEqualTo(each.equals(fresh) ? 409 : 404);
        assertThat(connection.isClosedByServer()).isTrue();
      }
    }
    assertThat(GATEWAY.api().bearer(fresh).post(another.leads(), "{}").status()).isEqualTo(201);
  }

  /** The client sends the head and the body apart. */
  @Test
  void refusedShortBodyKeepsTheConnection() {
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      for (int i = 0; i < 3; i++) {
        connection.send(
            head("Content-Length: 20000").replace("/" + campaign.id() + "/", "/2147483647/"));
        assertThat(connection.answer().status()).isEqualTo(404);
        connection.send(lead(20_000));
      }
      connection.send(head("Content-Length: 2") + "{}");
      assertThat(connection.answer().status()).isEqualTo(201);
    }
  }

  @Test
  void refusedShortBodyThatIsNotSentClosesTheConnection() {
    try (RawConnection connection =
        RawConnection.to(GATEWAY.api())
            .send(head("Content-Length: 20000").replace("/leads", "/nowhere"))) {
      assertThat(connection.answer().status()).isEqualTo(404);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  private String head(String length) {
    return "POST %s HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nContent-Type: application/json\n%s\n\n"
        .formatted(campaign.leads(), token, length);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\n" + text + "\n";
  }

  private static String lead(int bytes) {
    return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertLeadIsAccepted(vendor, FIXTURES.campaign());
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Jwt;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Posts bodies at and past the longest body that is kept without a good token. */
class BadTokenSizeSpec {

  private static final int KEPT_BYTES_MAX = 1 << 20;
  private static final String OVERFLOW = "leadgate_quarantine_overflow_total{cause=\"size\"}";
  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();

  @Test
  void bodyOfExactlyTheLimitIsKept() {
    String body = "x".repeat(KEPT_BYTES_MAX);
    Answer answer = GATEWAY.api().post(campaign.leads(), body);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .extracting(QuarantineRow::body)
        .containsExactly(body);
  }

  @Test
  void bodyDeclaredPastTheLimitIsNotKeptAndCloses() {
    assertNotKept("", "Content-Length: " + (KEPT_BYTES_MAX + 1), "");
  }

  @Test
  void bodySentPastTheLimitIsNotKeptAndCloses() {
    assertNotKept("", "Content-Length: " + (KEPT_BYTES_MAX + 1), "x".repeat(KEPT_BYTES_MAX + 1));
  }

  @Test
  void chunkedBodyPastTheLimitIsNotKept() {
    assertNotKept("", "Transfer-Encoding: chunked", chunks());
  }

  /** The body arrives while the node asks Redis about the token. */
  @Test
  void bodyPastTheLimitIsNotKeptAfterATokenLookup() {
    String token = Jwt.copyOf(FIXTURES.token("data_api")).withFreshId().signed();

    assertNotKept(token, "Content-Length: " + (KEPT_BYTES_MAX + 1), "x".repeat(KEPT_BYTES_MAX + 1));
    assertNotKept(token, "Transfer-Encoding: chunked", chunks());
  }

  private static String chunks() {
    return ("10000\n" + "x".repeat(0x10000) + "\n").repeat(16) + "1\nx\n0\n\n";
  }

  private void assertNotKept(String token, String length, String body) {
    double overflowed = Scrape.sum(GATEWAY.management(), OVERFLOW);
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      Answer answer =
          connection
              .send(
                  "POST "
                      + campaign.leads()
                      + " HTTP/1.1\nHost: a\nContent-Type: application/json\n"
                      + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\n")
                      + length
                      + "\n\n"
                      + body)
              .answer();

      assertThat(answer.status()).isEqualTo(token.isEmpty() ? 401 : 403);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"leadgate\"");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(answer.json().path("quarantined").booleanValue()).isFalse();
      assertThat(answer.json().has("quarantine_id")).isFalse();
      assertThat(answer.text("detail"))
          .endsWith(
              " The request was not kept because its body has more than 1048576 bytes."
                  + " Send it again with a good token.");
      assertThat(Scrape.sum(GATEWAY.management(), OVERFLOW)).isEqualTo(overflowed + 1);
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(FIXTURES.quarantined(campaign)).isZero();
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertLeadIsAccepted(GATEWAY.api().bearer(FIXTURES.token("lead_receiver")), campaign);
  }
}

package io.leadgate.spec;

import static io.leadgate.support.http.VendorFormat.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.StoredRows;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.http.ProblemText;
import io.leadgate.support.http.RawConnection;
import io.leadgate.support.http.VendorFormat;
import io.leadgate.support.http.WholeAnswer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Posts leads in each format without a good token. The inflated body is quarantined, and no lead is
 * stored.
 */
class FormatTokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Credential READER = FIXTURES.credential("data_api");
  private static final int KEPT_BYTES_MAX = 1 << 20;
  private static final String GET_A_TOKEN =
      "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";
  private static final String KEPT =
      "\"quarantined\":true,\"quarantine_id\":\"%s\",\"received_at\":\"%s\""
          .formatted(WholeAnswer.ID, WholeAnswer.TIME);
  private static final String NOT_KEPT = "\"quarantined\":false";

  private static final ProblemText MISSING =
      ProblemText.of(401, "missing-token", "A token is needed", GET_A_TOKEN);
  private static final String FAULT =
      "This is no token as it was issued; send the whole access_token and nothing else.";
  private static final ProblemText INVALID =
      ProblemText.of(401, "invalid-token", "The token is not valid", FAULT + ' ' + GET_A_TOKEN);
  private static final ProblemText TOO_LARGE =
      ProblemText.of(
          401,
          "invalid-token",
          "The token is not valid",
          FAULT
              + ' '
              + GET_A_TOKEN
              + " The request was not kept because its body has more than 1048576 bytes."
              + " Send it again with a good token.");
  private static final ProblemText UNSCOPED =
      ProblemText.of(
          403,
          "insufficient-scope",
          "The token lacks the scope",
          "The token lacks the scope lead_receiver.");

  private static final String CHALLENGE = "Bearer realm=\"leadgate\"";
  private static final String CHALLENGE_INVALID =
      CHALLENGE + ", error=\"invalid_token\", error_description=\"" + FAULT + '"';
  private static final String CHALLENGE_SCOPE =
      CHALLENGE + ", error=\"insufficient_scope\", scope=\"lead_receiver\"";

  private final Campaign campaign = FIXTURES.campaign();

  @ParameterizedTest
  @EnumSource
  void missingTokenIs401AndKept(VendorFormat format) {
    Answer answer = format.post(GATEWAY.api(), campaign.leads(), LEAD);

    assertThat(WholeAnswer.of(answer)).isEqualTo(expected(MISSING.with(KEPT), CHALLENGE));
    assertKept(format, answer, "missing_token", null);
  }

  @ParameterizedTest
  @EnumSource
  void badTokenIs401AndKept(VendorFormat format) {
    Answer answer = format.post(GATEWAY.api().bearer("a.b.c"), campaign.leads(), LEAD);

    assertThat(WholeAnswer.of(answer)).isEqualTo(expected(INVALID.with(KEPT), CHALLENGE_INVALID));
    assertKept(format, answer, "malformed_token", null);
  }

  @ParameterizedTest
  @EnumSource
  void tokenWithoutTheScopeIs403AndKept(VendorFormat format) {
    Http reader = GATEWAY.api().bearer(FIXTURES.token(READER));
    Answer answer = format.post(reader, campaign.leads(), LEAD);

    assertThat(WholeAnswer.of(answer)).isEqualTo(expected(UNSCOPED.with(KEPT), CHALLENGE_SCOPE));
    assertKept(format, answer, "insufficient_scope", READER.clientId());
  }

  /** A test is not kept, because a test never becomes a lead. */
  @ParameterizedTest
  @EnumSource
  void testWithoutAGoodTokenIs401AndNotKept(VendorFormat format) {
    String path = campaign.leads() + "?test=true";

    assertThat(WholeAnswer.of(format.post(GATEWAY.api(), path, LEAD)))
        .isEqualTo(expected(MISSING.with(NOT_KEPT), CHALLENGE));
    assertThat(WholeAnswer.of(format.post(GATEWAY.api().bearer("a.b.c"), path, LEAD)))
        .isEqualTo(expected(INVALID.with(NOT_KEPT), CHALLENGE_INVALID));
    assertThat(rows()).isEqualTo(StoredRows.NONE);
  }

  /** The limit counts the inflated bytes. */
  @ParameterizedTest
  @EnumSource
  void bodyPastTheLimitOfTheQuarantineIs401AndCloses(VendorFormat format) {
    assertThat(WholeAnswer.of(format.post(GATEWAY.api(), campaign.leads(), filled(format, 0))))
        .isEqualTo(expected(MISSING.with(KEPT), CHALLENGE));
    assertThat(rows()).isEqualTo(new StoredRows(0, 0, 1));

    byte[] body = format.body(filled(format, 1));
    try (RawConnection connection = RawConnection.to(GATEWAY.api())) {
      connection.send(format.requestHead(campaign.leads(), "a.b.c", body.length)).send(body);

      assertThat(WholeAnswer.of(connection.answer()))
          .isEqualTo(
              expected(TOO_LARGE.with(NOT_KEPT), CHALLENGE_INVALID).with("connection", "close"));
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(rows()).isEqualTo(new StoredRows(0, 0, 1));
  }

  private static Map<String, String> filled(VendorFormat format, int more) {
    // An array is shorter, because three leads of equal length cannot fill each number of bytes.
    return format.filledTo(KEPT_BYTES_MAX + (more == 0 ? 1 - format.leads() : more));
  }

  private static WholeAnswer expected(ProblemText problem, String challenge) {
    return WholeAnswer.problem(problem).with("www-authenticate", challenge);
  }

  private void assertKept(
      VendorFormat format, Answer answer, String reason, @Nullable String clientId) {
    assertThat(QuarantineRow.read(GATEWAY.database(), campaign))
        .containsExactly(
            new QuarantineRow(
                answer.text("quarantine_id"),
                reason,
                clientId,
                format.contentType(),
                null,
                format.text(LEAD)));
    assertThat(StoredRows.hasQuarantined(FIXTURES, campaign, answer.json())).isTrue();
    assertThat(rows()).isEqualTo(new StoredRows(0, 0, 1));
  }

  private StoredRows rows() {
    return StoredRows.of(FIXTURES, campaign);
  }
}

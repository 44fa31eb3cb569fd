package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Jwt;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends requests with a bad token and a second fault, and checks the answered fault and the kept
 * rows.
 */
class BadTokenOrderSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();

  private final Campaign campaign = FIXTURES.campaign();
  private final String token = FIXTURES.token("lead_receiver");
  private final Http stranger = GATEWAY.api().bearer("a.b.c");

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1]", "{\"email\":\"no one\"}", "{\"a\":\"\\u0000\"}", "\u0000\u00ff"})
  void brokenBodyIsKeptAsSent(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    Answer answer = stranger.post(campaign.leads(), bytes);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(kept())
        .containsExactly(
            new QuarantineRow(
                answer.text("quarantine_id"),
                "malformed_token",
                null,
                "application/json",
                null,
                body));
  }

  @Test
  void bytesThatAreNotTextAreShownAsBase64() {
    byte[] bytes = {'{', (byte) 0xff, 0, '}'};
    Answer answer = stranger.post(campaign.leads(), bytes);

    Answer shown =
        GATEWAY.management().admin().get("/admin/quarantine/" + answer.text("quarantine_id"));
    assertThat(shown.text("body_encoding")).isEqualTo("base64");
    assertThat(Base64.getDecoder().decode(shown.text("body"))).isEqualTo(bytes);
  }

  @Test
  void invalidKeyIsKeptAsSent() {
    Answer answer = stranger.with("Idempotency-Key", "\"a\"b").post(campaign.leads(), LEAD);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(kept()).extracting(QuarantineRow::idempotencyKey).containsExactly("\"a\"b");
  }

  @Test
  void requestForAPausedCampaignIsKept() {
    FIXTURES.changeStatus(campaign, "paused");
    Answer answer = stranger.post(campaign.leads(), LEAD);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(kept()).extracting(QuarantineRow::id).containsExactly(answer.text("quarantine_id"));
  }

  @Test
  void requestWithTwoDifferentTokensIs400AndNotKept() {
    Http bearer = GATEWAY.api().bearer(token);
    for (Http two :
        List.of(
            bearer.with("access_token", "another-token-4716"),
            bearer.bearer("another-token-4716"),
            bearer.bearer(""),
            stranger.with("access_token", token),
            GATEWAY.api().with("access_token", token).with("access_token", "a.b.c"))) {
      Answer answer = two.post(campaign.leads(), LEAD);

      assertProblem(answer, 400, "ambiguous-token");
    }
    assertThat(kept()).isEmpty();
    assertThat(FIXTURES.storedLeads(campaign)).isZero();
  }

  @Test
  void sameTokenInBothHeadersIsTaken() {
    Http both = GATEWAY.api().bearer(token).with("access_token", token);

    assertThat(both.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void tokenInTheQueryIsIgnored() {
    for (String name : List.of("access_token", "token", "Authorization")) {
      Answer answer = GATEWAY.api().post(campaign.leads() + "?" + name + "=" + token, LEAD);

      assertProblem(answer, 401, "missing-token");
    }
    assertThat(kept())
        .extracting(QuarantineRow::reason)
        .containsExactly("missing_token", "missing_token", "missing_token");
  }

  @Test
  void schemeOtherThanBearerCountsAsAMissingToken() {
    Answer answer =
        GATEWAY.api().with("Authorization", "Digest " + token).post(campaign.leads(), LEAD);

    assertProblem(answer, 401, "missing-token");
  }

  /** No status tells a stranger which campaigns there are. */
  @Test
  void requestToAnUnknownCampaignIsRefusedForItsTokenAndNotKept() {
    long before = FIXTURES.number("SELECT count(*) FROM quarantine");
    Http vendor = GATEWAY.api().bearer(token);
    for (String id : List.of("2147483647", "0", "-1", "2147483648", "x", "1.0", "%00", "%F0%9F")) {
      String leads = "/v1/campaigns/" + id + "/leads";
      assertUnknown(stranger.post(leads, LEAD), 401, "invalid-token");
      assertUnknown(GATEWAY.api().post(leads, LEAD), 401, "missing-token");
      assertUnknown(
          GATEWAY.api().bearer(FIXTURES.token("data_api")).post(leads, LEAD),
          403,
          "insufficient-scope");
      assertProblem(vendor.post(leads, LEAD), 404, "not-found");
      assertProblem(stranger.with("access_token", token).post(leads, LEAD), 400, "ambiguous-token");
      assertProblem(
          stranger.with("Content-Type", "text/plain").post(leads, LEAD),
          415,
          "unsupported-media-type");
      assertProblem(stranger.post(leads + "?test=maybe", LEAD), 400, "invalid-parameter");
    }
    assertProblem(stranger.post(campaign.leads() + "?test=maybe", LEAD), 400, "invalid-parameter");
    assertThat(FIXTURES.number("SELECT count(*) FROM quarantine")).isEqualTo(before);
  }

  private static void assertUnknown(Answer answer, int status, String slug) {
    assertProblem(answer, status, slug);
    assertThat(answer.json().path("quarantined").isBoolean()).isTrue();
    assertThat(answer.json().path("quarantined").asBoolean()).isFalse();
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=");
    assertThat(answer.text("detail"))
        .endsWith(" If the campaign takes leads without a token, check its number.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Authorization | %s             | invalid-token | The Authorization header has no scheme; write Bearer and a space before the token.
          Authorization | Token %s       | missing-token | The Authorization header has a scheme that is not taken here; write Bearer and a space before the token.
          Authorization | Bearer Bearer %s | invalid-token | The header has Bearer twice, or Bearer where the token alone is expected.
          access_token  | Bearer %s      | invalid-token | The header has Bearer twice, or Bearer where the token alone is expected.
          Authorization | Bearer \"%s\"  | invalid-token | The token has quotes around it; send it without.
          Authorization | Bearer a, Bearer %s | invalid-token | The header has two credentials in it; send one.
          Authorization | Bearer %s, Basic eDp5 | invalid-token | The header has two credentials in it; send one.
          Authorization | Bearer %s,     | invalid-token | The header has two credentials in it; send one.
          Authorization | Bearer %s x    | invalid-token | The token has a space or a line break in it; send it as it was issued.
          Authorization | Bearer x %s    | invalid-token | The token has a space or a line break in it; send it as it was issued.
          Authorization | Bearer x       | invalid-token | This is no token as it was issued; send the whole access_token and nothing else.
          Authorization | Bearer         | invalid-token | The header for the token is empty.
          """)
  void formOfTheHeaderIsNamed(String header, String value, String slug, String fault) {
    for (String path : List.of(campaign.leads(), "/v1/lead-sources")) {
      Answer answer = GATEWAY.api().with(header, value.formatted(token)).post(path, LEAD);

      assertProblem(answer, 401, slug);
      assertThat(answer.text("detail"))
          .isEqualTo(
              fault
                  + " Get a token at /v1/authorization/token and send it as Authorization: Bearer.");
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo(
              "Bearer realm=\"leadgate\""
                  + (slug.equals("invalid-token")
                      ? ", error=\"invalid_token\", error_description=\"%s\"".formatted(fault)
                      : ""));
    }
  }

  @Test
  void expiredTokenIsToldWhenItExpired() {
    Answer answer =
        GATEWAY
            .api()
            .bearer(Jwt.copyOf(token).withClaim("exp", "1700000000").signed())
            .post(campaign.leads(), LEAD);

    // Its end is a minute and ten seconds behind exp, because clients count from the answer.
    assertThat(answer.text("detail")).startsWith("The token expired at 2023-11-14T22:14:30Z. ");
  }

  @Test
  void requestOfAnUnknownMediaTypeIs415AndNotKept() {
    Answer answer = stranger.with("Content-Type", "text/plain").post(campaign.leads(), LEAD);

    assertProblem(answer, 415, "unsupported-media-type");
    assertThat(kept()).isEmpty();
  }

  @Test
  void noPartOfATokenIsKept() {
    String ended = token.substring(0, token.length() - 4);
    GATEWAY.api().bearer(ended).post(campaign.leads(), LEAD);
    GATEWAY.api().with("access_token", ended).post(campaign.leads(), LEAD);
    GATEWAY.api().post(campaign.leads() + "?access_token=" + ended, LEAD);

    assertThat(FIXTURES.quarantined(campaign)).isEqualTo(3);
    for (String part : ended.split("\\.", -1)) {
      assertThat(
              FIXTURES.number(
                  "SELECT count(*) FROM quarantine row WHERE position(? IN row::text) > 0"
                      + " OR position(?::bytea IN body) > 0",
                  part,
                  part.getBytes(StandardCharsets.US_ASCII)))
          .isZero();
    }
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertLeadIsAccepted(
        GATEWAY.api().bearer(FIXTURES.token("lead_receiver")), FIXTURES.campaign());
  }

  private List<QuarantineRow> kept() {
    return QuarantineRow.read(GATEWAY.database(), campaign);
  }
}

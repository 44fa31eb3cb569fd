package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Jwt;
import io.leadgate.support.QuarantineRow;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that must be refused, with all effects of a request that carries the token.
 *
 * @param name the fault of the token, which is also the idempotency key of the request
 * @param token the token; null for a request without a token
 * @param reason the reason in the quarantine
 * @param clientId the client that the token names; null if the claim cannot be read
 */
record BadToken(String name, @Nullable String token, String reason, @Nullable String clientId) {

  static final String LEAD =
      """
      {"first_name":"\u00c5\u00f8 \u4e16","last_name":"\\u00e9","email":"ada@example.com"}\
      """;

  private static final String CONTENT_TYPE = "Application/JSON; Charset=utf-8";

  static BadToken of(String name, Jwt token, String reason) {
    JsonNode sub = Jwt.claims(token.signed()).path("sub");
    return new BadToken(name, token.signed(), reason, sub.textValue());
  }

  static BadToken malformed(String name, Jwt token) {
    return of(name, token, "malformed_token");
  }

  /** A token that names no client. */
  static BadToken unreadable(String name, @Nullable String token) {
    return new BadToken(name, token, token == null ? "missing_token" : "malformed_token", null);
  }

  /** Posts a lead with the token, and checks the answer, the quarantine, leads and the Data API. */
  void assertRefusedAndKept(RunningGateway gateway, Campaign campaign, Http dataApi) {
    Http vendor = gateway.api().with("Idempotency-Key", name).with("Content-Type", CONTENT_TYPE);
    Answer answer = (token == null ? vendor : vendor.bearer(token)).post(campaign.leads(), LEAD);

    assertAnswer(answer);
    assertKept(gateway, campaign, answer.text("quarantine_id"));
    assertShownToAdmins(
        gateway, campaign, answer.text("quarantine_id"), answer.text("received_at"));
    assertThat(dataApi.get("/v1/leads/" + answer.text("quarantine_id")).status()).isEqualTo(404);
    assertThat(gateway.fixtures().storedLeads(campaign)).isZero();
  }

  private void assertAnswer(Answer answer) {
    Shown expected = Shown.of(reason);
    String detail = answer.text("detail");
    assertThat(detail).endsWith(expected.detail());
    String fault = detail.substring(0, detail.length() - expected.detail().length()).strip();
    assertThat(fault.isEmpty() || Set.of("malformed_token", "expired").contains(reason))
        .as("a fault is told of the form and the age alone: %s", fault)
        .isTrue();
    assertThat(answer.status()).isEqualTo(expected.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .containsExactly(
            "Bearer realm=\"leadgate\""
                + expected.challenge()
                + (fault.isEmpty() ? "" : ", error_description=\"" + fault + '"'));
    assertThat(answer.body())
        .isEqualTo(
            ("{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\","
                    + "\"quarantined\":true,\"quarantine_id\":\"%s\",\"received_at\":\"%s\",\"instance\":\"%s\"}")
                .formatted(
                    expected.slug(),
                    expected.title(),
                    expected.status(),
                    detail,
                    answer.text("quarantine_id"),
                    answer.text("received_at"),
                    answer.header("X-Request-Id")));
  }

  private void assertKept(RunningGateway gateway, Campaign campaign, String id) {
    String body = QuarantineRow.text(LEAD.getBytes(StandardCharsets.UTF_8));
    assertThat(QuarantineRow.read(gateway.database(), campaign))
        .filteredOn(row -> name.equals(row.idempotencyKey()))
        .containsExactly(new QuarantineRow(id, reason, clientId, CONTENT_TYPE, name, body));
  }

  private void assertShownToAdmins(
      RunningGateway gateway, Campaign campaign, String id, String receivedAt) {
    JsonNode shown = gateway.management().admin().get("/admin/quarantine/" + id).json();
    assertThat(shown.path("id").asText()).isEqualTo(id);
    assertThat(shown.path("campaign_id").asInt()).isEqualTo(campaign.id());
    assertThat(shown.path("reason").asText()).isEqualTo(reason);
    assertThat(shown.path("received_at").asText()).isEqualTo(receivedAt);
    assertThat(shown.path("client_id").textValue()).isEqualTo(clientId);
    assertThat(shown.path("content_type").asText()).isEqualTo(CONTENT_TYPE);
    assertThat(shown.path("body").asText()).isEqualTo(LEAD);
    assertThat(shown.path("idempotency_key").asText()).isEqualTo(name);
    assertThat(shown.path("released_as")).isEmpty();
  }

  /** The name of the case in JUnit. */
  @Override
  public String toString() {
    return name;
  }

  /** The problem that the vendor sees, without the fault of the token's form or age. */
  private record Shown(int status, String slug, String title, String challenge, String detail) {

    private static final String GET_A_TOKEN =
        "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";

    static Shown of(String reason) {
      return switch (reason) {
        case "missing_token" ->
            new Shown(401, "missing-token", "A token is needed", "", GET_A_TOKEN);
        case "insufficient_scope" ->
            new Shown(
                403,
                "insufficient-scope",
                "The token lacks the scope",
                ", error=\"insufficient_scope\", scope=\"lead_receiver\"",
                "The token lacks the scope lead_receiver.");
        default ->
            new Shown(
                401,
                "invalid-token",
                "The token is not valid",
                ", error=\"invalid_token\"",
                GET_A_TOKEN);
      };
    }
  }
}

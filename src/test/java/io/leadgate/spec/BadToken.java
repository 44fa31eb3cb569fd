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
import org.jspecify.annotations.Nullable;

/**
 * A token that is no good, and the whole of what must come of a request that carries it.
 *
 * @param name what is wrong with it; it also is the request's idempotency key
 * @param token null for none
 * @param reason as in the quarantine
 * @param clientId who it says it is; null where that cannot be read
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

  /** One that does not even say who it is. */
  static BadToken unreadable(String name, @Nullable String token) {
    return new BadToken(name, token, token == null ? "missing_token" : "malformed_token", null);
  }

  /** Posts a lead with it and looks at the answer, the quarantine, the leads and the Data API. */
  void isRefusedAndKept(RunningGateway gateway, Campaign campaign, Http dataApi) {
    Http vendor = gateway.api().with("Idempotency-Key", name).with("Content-Type", CONTENT_TYPE);
    Answer answer = (token == null ? vendor : vendor.bearer(token)).post(campaign.leads(), LEAD);

    isTold(answer);
    isKept(gateway, campaign, answer.text("quarantine_id"));
    isShownToAdmins(gateway, campaign, answer.text("quarantine_id"), answer.text("received_at"));
    assertThat(dataApi.get("/v1/leads/" + answer.text("quarantine_id")).status()).isEqualTo(404);
    assertThat(gateway.fixtures().leads(campaign)).isZero();
  }

  private void isTold(Answer answer) {
    Told told = Told.of(reason);
    assertThat(answer.status()).isEqualTo(told.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .containsExactly("Bearer realm=\"leadgate\"" + told.challenge());
    assertThat(answer.body())
        .isEqualTo(
            ("{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\","
                    + "\"quarantined\":true,\"quarantine_id\":\"%s\",\"received_at\":\"%s\",\"instance\":\"%s\"}")
                .formatted(
                    told.slug(),
                    told.title(),
                    told.status(),
                    told.detail(),
                    answer.text("quarantine_id"),
                    answer.text("received_at"),
                    answer.header("X-Request-Id")));
  }

  private void isKept(RunningGateway gateway, Campaign campaign, String id) {
    String body = QuarantineRow.text(LEAD.getBytes(StandardCharsets.UTF_8));
    assertThat(QuarantineRow.of(gateway.database(), campaign))
        .filteredOn(row -> name.equals(row.idempotencyKey()))
        .containsExactly(new QuarantineRow(id, reason, clientId, CONTENT_TYPE, name, body));
  }

  private void isShownToAdmins(
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

  /** As JUnit shows it. */
  @Override
  public String toString() {
    return name;
  }

  /** What the vendor is told: of a token that came, no more than that it is not valid. */
  private record Told(int status, String slug, String title, String challenge, String detail) {

    private static final String GET_ONE =
        "Get a token at /v1/authorization/token and send it as Authorization: Bearer.";

    static Told of(String reason) {
      return switch (reason) {
        case "missing_token" -> new Told(401, "missing-token", "A token is needed", "", GET_ONE);
        case "insufficient_scope" ->
            new Told(
                403,
                "insufficient-scope",
                "The token lacks the scope",
                ", error=\"insufficient_scope\", scope=\"lead_receiver\"",
                "The token lacks the scope lead_receiver.");
        default ->
            new Told(
                401,
                "invalid-token",
                "The token is not valid",
                ", error=\"invalid_token\"",
                GET_ONE);
      };
    }
  }
}

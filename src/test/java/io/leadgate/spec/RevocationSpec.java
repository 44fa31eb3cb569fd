package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Introspects and revokes tokens (RFC 7662, RFC 7009): a client reaches its own tokens only. */
class RevocationSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String INTROSPECT = "/oauth2/introspect";
  private static final String REVOKE = "/oauth2/revoke";
  private static final String INACTIVE = "{\"active\":false}";

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential credential = FIXTURES.credential("lead_receiver", "data_api");
  private final String token = FIXTURES.token(credential);
  private final JsonNode claims = Jwt.claims(token);
  private final Http client = clientOf(credential);

  private static Http clientOf(Credential credential) {
    return GATEWAY
        .api()
        .basic(credential.clientId(), credential.secret())
        .with("Content-Type", FORM);
  }

  private int statusOfALead(String jwt) {
    return GATEWAY.api().bearer(jwt).post(campaign.leads(), LEAD).status();
  }

  @Test
  void introspectionShowsTheClaimsOfAnOwnToken() {
    Answer answer = client.post(INTROSPECT, "token=" + token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .isEqualTo(
            ("{\"active\":true,\"scope\":\"data_api lead_receiver\",\"client_id\":\"%1$s\","
                    + "\"token_type\":\"Bearer\",\"exp\":%2$s,\"iat\":%3$s,\"sub\":\"%1$s\",\"jti\":%4$s}")
                .formatted(
                    credential.clientId(),
                    claims.path("exp").longValue() + 70,
                    claims.path("iat"),
                    claims.path("jti")));
  }

  @Test
  void revokedTokenIsRefusedAndANewTokenIsIssued() throws Exception {
    assertThat(statusOfALead(token)).isEqualTo(201);

    Answer answer = client.post(REVOKE, "token=%s&token_type_hint=refresh_token".formatted(token));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(statusOfALead(token)).isEqualTo(401);
    assertThat(client.post(INTROSPECT, "token=" + token).body()).isEqualTo(INACTIVE);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM quarantine WHERE campaign_id = ? AND reason = 'revoked'",
                campaign.id()))
        .isEqualTo(1);
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      String key = SharedServers.redis().keyPrefix() + "token:" + claims.path("jti").textValue();
      assertThat(redis.ask("GET", key)).isEqualTo("revoked");
      // Kept for the greatest token.reuse, because another node may take the token for so long.
      assertThat(Integer.parseInt(redis.ask("TTL", key)) - 1_800).isBetween(3_570, 3_670);
    }
    String next = FIXTURES.token(credential);
    assertThat(next).isNotEqualTo(token);
    assertThat(statusOfALead(next)).isEqualTo(201);
  }

  @Test
  void secondRevocationSucceedsWithoutAnAuditEntry() {
    Http upperCaseClient =
        clientOf(
            new Credential(credential.clientId().toUpperCase(Locale.ROOT), credential.secret()));
    for (int i = 0; i < 3; i++) {
      assertThat(upperCaseClient.post(REVOKE, "token=" + token).status()).isEqualTo(200);
    }
    String jti = claims.path("jti").textValue();

    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE subject = ? AND action = 'token.revoke'"
                    + " AND actor_type = 'credential' AND actor = ? AND host(remote) = '127.0.0.1'",
                jti,
                credential.clientId()))
        .isEqualTo(1);
    assertThat(FIXTURES.number("SELECT count(*) FROM audit_log WHERE subject = ?", jti))
        .isEqualTo(1);
  }

  @Test
  void tokenOfAnotherClientIsInactiveAndStaysGood() {
    Http stranger = clientOf(FIXTURES.credential("account_api"));

    assertThat(stranger.post(INTROSPECT, "token=" + token).body()).isEqualTo(INACTIVE);
    assertThat(stranger.post(REVOKE, "token=" + token).status()).isEqualTo(200);
    assertThat(statusOfALead(token)).isEqualTo(201);
    assertThat(client.post(INTROSPECT, "token=" + token).json().path("active").asBoolean())
        .isTrue();
  }

  @Test
  void unknownExpiredOrForgedTokenIsInactive() {
    Jwt like = Jwt.copyOf(token);
    for (String unknown :
        List.of(
            "x",
            "a.b.c",
            like.withClaim("exp", "1000000000").signed(),
            like.withKey("a key that is not the gateway's own, but long").signed(),
            like.withHeaderMember("alg", "\"none\"").unsigned())) {
      assertThat(client.post(INTROSPECT, "token=" + unknown).body())
          .as(unknown)
          .isEqualTo(INACTIVE);
      assertThat(client.post(REVOKE, "token=" + unknown).status()).as(unknown).isEqualTo(200);
    }
    assertThat(statusOfALead(token)).isEqualTo(201);
  }

  @Test
  void tokenRevokedInRedisAloneIsInactive() throws Exception {
    String key = SharedServers.redis().keyPrefix() + "token:" + claims.path("jti").textValue();
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      redis.ask("SET", key, "revoked", "EX", "60");
    }
    assertThat(client.post(INTROSPECT, "token=" + token).body()).isEqualTo(INACTIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {INTROSPECT, REVOKE})
  void clientLogsInByTheRulesOfTheTokenEndpoint(String path) {
    String named =
        "client_id=%s&client_secret=%s".formatted(credential.clientId(), credential.secret());
    Http forms = GATEWAY.api().with("Content-Type", FORM);
    String json =
        "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"token\":\"x\"}"
            .formatted(credential.clientId(), credential.secret());

    assertThat(forms.post(path, named + "&token=x").status()).isEqualTo(200);
    assertThat(GATEWAY.api().post(path, json).status()).isEqualTo(200);
    assertOAuthError(forms.post(path, "token=x"), 401, "invalid_client");
    assertOAuthError(forms.post(path, named + "x&token=x"), 401, "invalid_client");
    assertOAuthError(forms.post(path, named), 400, "invalid_request");
    assertOAuthError(forms.post(path, named + "&token="), 400, "invalid_request");
    assertOAuthError(client.post(path, named + "&token=x"), 400, "invalid_request");
    assertOAuthError(client.post(path, "token=x&token=x"), 400, "invalid_request");
    assertOAuthError(forms.post(path + "?" + named, "token=x"), 400, "invalid_request");
    assertOAuthError(
        GATEWAY.api().with("Content-Type", "text/plain").post(path, "token=x"),
        415,
        "invalid_request");
    assertOAuthError(client.post(path, "token=" + "x".repeat(20_000)), 413, "invalid_request");
    Answer basic =
        clientOf(new Credential(credential.clientId(), "not-its-secret")).post(path, "token=x");
    assertOAuthError(basic, 401, "invalid_client");
    assertThat(basic.header("WWW-Authenticate")).isEqualTo("Basic realm=\"leadgate\"");
  }

  private static void assertOAuthError(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void limitOfRevokedTokensExcludesExpiredTokens() {
    try (RunningGateway few =
        RunningGateway.start(Map.of("LEADGATE_LIMITS_REVOKED_TOKENS_PER_CREDENTIAL", "2"))) {
      Fixtures fixtures = few.fixtures();
      Credential revoker = fixtures.credential("data_api");
      Http revoking =
          few.api().basic(revoker.clientId(), revoker.secret()).with("Content-Type", FORM);
      for (int i = 0; i < 2; i++) {
        assertThat(revoking.post(REVOKE, "token=" + fixtures.token(revoker)).status())
            .isEqualTo(200);
      }
      String third = fixtures.token(revoker);
      Answer full = revoking.post(REVOKE, "token=" + third);

      assertOAuthError(full, 429, "temporarily_unavailable");
      assertThat(full.header("Retry-After")).isEqualTo("60");
      fixtures.change(
          "UPDATE revoked_token SET expires_at = now() - interval '1 day' WHERE client_id = ?::uuid",
          revoker.clientId());
      assertThat(revoking.post(REVOKE, "token=" + third).status()).isEqualTo(200);
      assertThat(fixtures.number("SELECT count(*) FROM revoked_token")).isEqualTo(1);
      assertThat(Scrape.sum(few.management(), "leadgate_token_revocation_lag_seconds_count"))
          .isGreaterThanOrEqualTo(3);
    }
  }
}

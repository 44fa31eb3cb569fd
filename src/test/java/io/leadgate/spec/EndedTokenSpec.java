package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.SharedServers;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Posts leads with tokens whose credential, secret or scope has ended, or whose scopes are too few.
 */
class EndedTokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final String token = FIXTURES.token(credential);
  private final String jti = Jwt.claims(token).path("jti").asText();

  @Test
  void tokenOfADisabledCredentialIsRefusedUntilItIsEnabled() {
    setEnabled(false);
    assertRefused("credential_disabled");

    setEnabled(true);
    awaitGood();
  }

  private void setEnabled(boolean enabled) {
    Answer changed =
        GATEWAY
            .management()
            .admin()
            .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":" + enabled + "}");
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void usedTokenOfADisabledCredentialIsRefused() {
    awaitGood();
    FIXTURES.change("DELETE FROM lead WHERE campaign_id = ?", campaign.id());
    setEnabled(false);
    assertRefused("credential_disabled");
  }

  @Test
  void tokenOfAnUnknownCredentialIsRefused() {
    String stranger = "\"" + UUID.randomUUID() + "\"";
    BadToken.of(
            "unknown client", Jwt.copyOf(token).withClaim("sub", stranger), "credential_disabled")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void tokenOfARetiredSecretIsRefused() {
    // Replaces the secret, because a credential always has a secret.
    FIXTURES.change(
        "UPDATE credential_secret SET id = gen_random_uuid() WHERE client_id = ?::uuid",
        credential.clientId());
    assertRefused("secret_retired");
  }

  @Test
  void tokenOfAnUnknownSecretIsRefused() {
    String other = "\"" + UUID.randomUUID() + "\"";
    BadToken.of("another sid", Jwt.copyOf(token).withClaim("sid", other), "secret_retired")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void tokenOfAnEarlierEpochIsRefused() {
    FIXTURES.change(
        "UPDATE credential SET epoch = epoch + 1 WHERE client_id = ?::uuid", credential.clientId());
    assertRefused("revoked");
  }

  @Test
  void tokenRevokedInPostgresIsRefused() {
    FIXTURES.change(
        "INSERT INTO revoked_token (jti, expires_at) VALUES (?::uuid, now() + interval '1 hour')",
        jti);
    assertRefused("revoked");
  }

  @Test
  void tokenRevokedInRedisIsRefused() throws Exception {
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      redis.ask("SET", SharedServers.redis().keyPrefix() + "token:" + jti, "revoked", "EX", "60");
    }
    assertRefused("revoked");
  }

  @Test
  void forgedTokenThatIsLiveInRedisIsRefused() throws Exception {
    Jwt forged =
        Jwt.copyOf(token).withFreshId().withKey("a key that is not the gateway's own, but long");
    String forgedJti = Jwt.claims(forged.signed()).path("jti").asText();
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      redis.ask(
          "SET", SharedServers.redis().keyPrefix() + "token:" + forgedJti, "live", "EX", "60");
    }
    BadToken.of("forged", forged, "bad_signature").assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void tokenWithoutTheScopeIsRefused() {
    Jwt other = Jwt.copyOf(FIXTURES.token("account_api", "data_api"));

    BadToken.of("no scope", other, "insufficient_scope")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void tokenWithFewerScopesThanItsCredentialIsRefused() {
    Jwt fewer =
        Jwt.copyOf(FIXTURES.token(FIXTURES.credential("data_api", "lead_receiver")))
            .withClaim("scope", "\"data_api\"");

    BadToken.of("fewer scopes", fewer, "insufficient_scope")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  /**
   * Waits on another campaign until the change is in force, so that a single post is enough on this
   * campaign.
   */
  private void assertRefused(String reason) {
    Http vendor = GATEWAY.api().bearer(token);
    Campaign another = FIXTURES.campaign();
    Await.until(
        "the token is refused",
        Duration.ofSeconds(30),
        () -> vendor.post(another.leads(), LEAD).status() == 401);

    new BadToken(reason, token, reason, credential.clientId())
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  private void awaitGood() {
    Http vendor = GATEWAY.api().bearer(token);
    Await.until(
        "the token is good",
        Duration.ofSeconds(30),
        () -> vendor.post(campaign.leads(), LEAD).status() == 201);
  }

  @AfterEach
  void assertThatTheNextGoodLeadIsAccepted() {
    assertLeadIsAccepted(GATEWAY.api().bearer(FIXTURES.token("lead_receiver")), campaign);
  }
}

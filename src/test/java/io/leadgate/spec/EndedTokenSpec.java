package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
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

/** Tokens that were good until what stands behind them ended, or that are good for other things. */
class EndedTokenSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential credential = FIXTURES.credential("lead_receiver");
  private final String token = FIXTURES.token(credential);
  private final String jti = Jwt.claims(token).path("jti").asText();

  @Test
  void theCredentialIsDisabled() {
    enabled(false);
    isRefused("credential_disabled");

    enabled(true);
    isGoodSoon();
  }

  private void enabled(boolean enabled) {
    Answer changed =
        GATEWAY
            .management()
            .admin()
            .patch("/admin/credentials/" + credential.clientId(), "{\"enabled\":" + enabled + "}");
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void theCredentialIsDisabledAfterTheTokenWasUsed() {
    isGoodSoon();
    FIXTURES.change("DELETE FROM lead WHERE campaign_id = ?", campaign.id());
    enabled(false);
    isRefused("credential_disabled");
  }

  @Test
  void thereIsNoSuchCredential() {
    String stranger = "\"" + UUID.randomUUID() + "\"";
    BadToken.of("unknown client", Jwt.like(token).claim("sub", stranger), "credential_disabled")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void theSecretThatItWasIssuedToIsRetired() {
    // Another takes its place, since no credential is ever without one.
    FIXTURES.change(
        "UPDATE credential_secret SET id = gen_random_uuid() WHERE client_id = ?::uuid",
        credential.clientId());
    isRefused("secret_retired");
  }

  @Test
  void itIsOfAnotherSecret() {
    String other = "\"" + UUID.randomUUID() + "\"";
    BadToken.of("another sid", Jwt.like(token).claim("sid", other), "secret_retired")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void theCredentialsEpochIsAnotherOne() {
    FIXTURES.change(
        "UPDATE credential SET epoch = epoch + 1 WHERE client_id = ?::uuid", credential.clientId());
    isRefused("revoked");
  }

  @Test
  void itIsAmongTheRevoked() {
    FIXTURES.change(
        "INSERT INTO revoked_token (jti, expires_at) VALUES (?::uuid, now() + interval '1 hour')",
        jti);
    isRefused("revoked");
  }

  @Test
  void redisSaysThatItIsRevoked() throws Exception {
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      redis.ask("SET", SharedServers.redis().keyPrefix() + "token:" + jti, "revoked", "EX", "60");
    }
    isRefused("revoked");
  }

  @Test
  void redisSaysThatAForgedOneIsLive() throws Exception {
    Jwt forged = Jwt.like(token).fresh().key("a key that is not the gateway's own, but long");
    String forgedJti = Jwt.claims(forged.signed()).path("jti").asText();
    try (RedisCommands redis = new RedisCommands(SharedServers.redis().uri())) {
      redis.ask(
          "SET", SharedServers.redis().keyPrefix() + "token:" + forgedJti, "live", "EX", "60");
    }
    BadToken.of("forged", forged, "bad_signature").assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void itIsForOtherThings() {
    Jwt other = Jwt.like(FIXTURES.token("account_api", "data_api"));

    BadToken.of("no scope", other, "insufficient_scope")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void itWasAskedForWithFewerScopesThanTheCredentialHas() {
    Jwt fewer =
        Jwt.like(FIXTURES.token(FIXTURES.credential("data_api", "lead_receiver")))
            .claim("scope", "\"data_api\"");

    BadToken.of("fewer scopes", fewer, "insufficient_scope")
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  /** Waits on another campaign until the change is in force here, so that one post tells all. */
  private void isRefused(String reason) {
    Http vendor = GATEWAY.api().bearer(token);
    Campaign another = FIXTURES.campaign();
    Await.until(
        "the token is refused",
        Duration.ofSeconds(30),
        () -> vendor.post(another.leads(), LEAD).status() == 401);

    new BadToken(reason, token, reason, credential.clientId())
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  private void isGoodSoon() {
    Http vendor = GATEWAY.api().bearer(token);
    Await.until(
        "the token is good",
        Duration.ofSeconds(30),
        () -> vendor.post(campaign.leads(), LEAD).status() == 201);
  }

  @AfterEach
  void theNextGoodLeadIsStored() {
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));

    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }
}

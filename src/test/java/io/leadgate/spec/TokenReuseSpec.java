package io.leadgate.spec;

import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RedisCommands;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import io.leadgate.support.process.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Asks again for a token within the time of reuse: every node issues the same token. The nodes
 * agree on the token's seed through Redis.
 */
class TokenReuseSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RedisServer REDIS = RedisServer.startTemporary();
  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_REDIS_URI", REDIS.uri(), "LEADGATE_TOKEN_REUSE", "10m");
  private static final RunningGateway ONE = RunningGateway.start(SETTINGS);
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), SETTINGS);
  private static final RunningGateway FORGETFUL =
      RunningGateway.join(
          ONE.database(), Map.of("LEADGATE_REDIS_URI", REDIS.uri(), "LEADGATE_TOKEN_REUSE", "0s"));
  private static final RunningGateway BRIEF =
      RunningGateway.join(
          ONE.database(),
          Map.of(
              "LEADGATE_REDIS_URI",
              REDIS.uri(),
              "LEADGATE_TOKEN_REUSE",
              "1s",
              "LEADGATE_REDIS_KEY_PREFIX",
              "brief:"));
  private static final Fixtures FIXTURES = ONE.fixtures();

  private final Credential credential = FIXTURES.credential("lead_receiver", "data_api");

  @AfterAll
  static void stop() {
    List.of(BRIEF, FORGETFUL, OTHER, ONE).forEach(RunningGateway::close);
    REDIS.close();
  }

  private Answer requestToken(RunningGateway node, String scope) {
    return node.api()
        .basic(credential.clientId(), credential.secret())
        .with("Content-Type", "application/x-www-form-urlencoded")
        .post("/oauth2/token", "grant_type=client_credentials&scope=" + scope);
  }

  /** Returns a token that the node issues as soon as the node knows the credential. */
  private String token(RunningGateway node, String scope) {
    Await.until(
        "the node knows the credential", SOON, () -> requestToken(node, scope).status() == 200);
    return requestToken(node, scope).text("access_token");
  }

  private static void revoke(String token) {
    FIXTURES.change(
        "INSERT INTO revoked_token (jti, expires_at) VALUES (?::uuid, now() + interval '1 hour')",
        Jwt.claims(token).path("jti").textValue());
  }

  @Test
  void tokenIsTheSameOnEveryNode() {
    String first = token(ONE, "");

    assertThat(token(ONE, "")).isEqualTo(first);
    assertThat(token(OTHER, "")).isEqualTo(first);
    assertThat(token(OTHER, "lead_receiver data_api".replace(" ", "+"))).isEqualTo(first);
    assertLeadIsAccepted(ONE.api().bearer(first), FIXTURES.campaign());
  }

  @Test
  void concurrentCallsGetTheSameToken() {
    token(OTHER, "data_api");
    Http one = ONE.api();
    Http other = OTHER.api();
    String json =
        "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
            .formatted(credential.clientId(), credential.secret());
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, 40)
            .mapToObj(i -> (i % 2 == 0 ? one : other).postAsync("/oauth2/token", json))
            .toList();

    assertThat(asked.stream().map(CompletableFuture::join).map(it -> it.text("access_token")))
        .hasSize(40)
        .containsOnly(token(ONE, ""));
  }

  @Test
  void differentSecretOrScopesGetADifferentToken() {
    String secret = "lgs_" + UUID.randomUUID();
    FIXTURES.change(
        "INSERT INTO credential_secret (id, client_id, secret_sha256)"
            + " VALUES (gen_random_uuid(), ?::uuid, sha256(convert_to(?, 'UTF8')))",
        credential.clientId(),
        secret);
    String both = token(ONE, "");
    String one = token(ONE, "data_api");
    Credential second = new Credential(credential.clientId(), secret);
    Await.until("the new secret is known", SOON, () -> getsAToken(second));

    assertThat(one).isNotEqualTo(both);
    assertThat(FIXTURES.token(second)).isNotIn(one, both);
    assertThat(Jwt.claims(FIXTURES.token(second)).path("sid"))
        .isNotEqualTo(Jwt.claims(both).path("sid"));
  }

  private static boolean getsAToken(Credential credential) {
    return ONE.api()
            .basic(credential.clientId(), credential.secret())
            .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}")
            .status()
        == 200;
  }

  @Test
  void revokedTokenIsNotIssuedAgain() {
    String first = token(ONE, "");
    revoke(first);
    for (RunningGateway node : new RunningGateway[] {ONE, OTHER}) {
      Await.until("the node issues another token", SOON, () -> !token(node, "").equals(first));
    }
    String second = token(ONE, "");
    assertThat(token(OTHER, "")).isEqualTo(second);

    FIXTURES.change(
        "UPDATE credential SET epoch = epoch + 1 WHERE client_id = ?::uuid", credential.clientId());
    for (RunningGateway node : new RunningGateway[] {ONE, OTHER}) {
      Await.until("the node issues another token", SOON, () -> !token(node, "").equals(second));
    }
    assertThat(token(OTHER, "")).isEqualTo(token(ONE, ""));
  }

  /** Repeated, because the other node may hear of the revocation in time by chance. */
  @RepeatedTest(20)
  void tokenThatAnotherNodeRevokedAMomentAgoIsNotIssuedAgain() {
    String first = token(ONE, "");
    assertThat(token(OTHER, "")).isEqualTo(first);
    Answer revoked =
        ONE.api()
            .basic(credential.clientId(), credential.secret())
            .with("Content-Type", "application/x-www-form-urlencoded")
            .post("/oauth2/revoke", "token=" + first);

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(requestToken(OTHER, "").text("access_token")).isNotEqualTo(first);
  }

  @Test
  void tokenIsReusedOnlyWithinTheTimeOfReuse() {
    assertThat(token(FORGETFUL, "")).isNotEqualTo(token(FORGETFUL, ""));
    String first = token(BRIEF, "");
    Await.until("the node issues another token", SOON, () -> !token(BRIEF, "").equals(first));
  }

  /**
   * Both nodes replace the revoked token's seed, and both issue by the seed that Redis took first.
   */
  @Test
  void twoNodesReplaceARevokedTokenByTheSameToken() {
    Http one = ONE.api();
    Http other = OTHER.api();
    String json =
        "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
            .formatted(credential.clientId(), credential.secret());
    String known = token(ONE, "");
    assertThat(token(OTHER, "")).isEqualTo(known);
    for (int i = 0; i < 10; i++) {
      double heard = lags(ONE) + lags(OTHER);
      revoke(known);
      Await.until(
          "both nodes know the revocation", SOON, () -> lags(ONE) + lags(OTHER) >= heard + 2);
      CompletableFuture<Answer> asked = one.postAsync("/oauth2/token", json);
      String next = other.postAsync("/oauth2/token", json).join().text("access_token");

      assertThat(next).isNotEqualTo(known);
      assertThat(asked.join().text("access_token")).isEqualTo(next);
      known = next;
    }
  }

  private static double lags(RunningGateway node) {
    return Scrape.sum(node.management(), "leadgate_token_revocation_lag_seconds_count");
  }

  @Test
  void redisHoldsNoTokenAndForeignSeedsDoNoHarm() throws Exception {
    String first = token(ONE, "");
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      String keys = redis.ask("KEYS", "*:reuse:" + credential.clientId() + "*");
      String key = keys.substring(1, keys.length() - 1);
      assertThat(redis.ask("GET", key))
          .isEqualTo(
              "%s %s"
                  .formatted(
                      Jwt.claims(first).path("jti").textValue(), Jwt.claims(first).path("iat")));
      for (String foreign :
          List.of(
              "",
              "x",
              first,
              "00000000-0000-4000-8000-000000000000 99999999999",
              "00000000-0000-4000-8000-000000000000 1",
              "00000000-0000-4000-8000-000000000000 999999999999")) {
        redis.ask("SET", key, foreign);
        String other = token(OTHER, "");

        assertThat(Jwt.claims(other).path("exp").longValue()).isBetween(3590 + now(), 3605 + now());
        assertThat(OTHER.api().bearer(other).get("/v1/leads").status()).isEqualTo(200);
        revoke(other);
        Await.until("the node issues another token", SOON, () -> !token(OTHER, "").equals(other));
      }
    }
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}

package io.leadgate.spec;

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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What nodes tell one another of a token that is to be given again. */
class TokenSeedSpec {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RedisServer REDIS = RedisServer.startTemporary();
  private static final Map<String, String> SETTINGS =
      Map.of("LEADGATE_REDIS_URI", REDIS.uri(), "LEADGATE_TOKEN_REUSE", "10m");
  private static final RunningGateway ONE = RunningGateway.start(SETTINGS);
  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), SETTINGS);
  private static final Fixtures FIXTURES = ONE.fixtures();

  private final Credential credential = FIXTURES.credential("lead_receiver", "data_api");

  @AfterAll
  static void stop() {
    OTHER.close();
    ONE.close();
    REDIS.close();
  }

  private String token(RunningGateway node) {
    return node.fixtures().tokenSoon(credential);
  }

  /** Both find the old one of no use, and one of them has its way. */
  @Test
  void twoNodesThatReplaceAnEndedOneAtOnceAgree() {
    Http one = ONE.api();
    Http other = OTHER.api();
    String json =
        "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
            .formatted(credential.clientId(), credential.secret());
    String known = token(ONE);
    assertThat(token(OTHER)).isEqualTo(known);
    for (int i = 0; i < 10; i++) {
      double heard = lags(ONE) + lags(OTHER);
      FIXTURES.change(
          "INSERT INTO revoked_token (jti, expires_at)"
              + " VALUES (?::uuid, now() + interval '1 hour')",
          Jwt.claims(known).path("jti").textValue());
      Await.until("both have heard", SOON, () -> lags(ONE) + lags(OTHER) >= heard + 2);
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
  void whatIsInRedisIsNoTokenAndWhatSomebodyPutsThereDoesNoHarm() throws Exception {
    String first = token(ONE);
    try (RedisCommands redis = new RedisCommands(REDIS.uri())) {
      String keys = redis.ask("KEYS", "*:reuse:" + credential.clientId() + "*");
      String key = keys.substring(1, keys.length() - 1);
      assertThat(redis.ask("GET", key))
          .isEqualTo(
              "%s %s"
                  .formatted(
                      Jwt.claims(first).path("jti").textValue(), Jwt.claims(first).path("iat")));
      for (String odd :
          List.of(
              "",
              "x",
              first,
              "00000000-0000-4000-8000-000000000000 99999999999",
              "00000000-0000-4000-8000-000000000000 1",
              "00000000-0000-4000-8000-000000000000 999999999999")) {
        redis.ask("SET", key, odd);
        String other = token(OTHER);

        assertThat(Jwt.claims(other).path("exp").longValue()).isBetween(3590 + now(), 3605 + now());
        assertThat(OTHER.api().bearer(other).get("/v1/leads").status()).isEqualTo(200);
        FIXTURES.change(
            "INSERT INTO revoked_token (jti, expires_at)"
                + " VALUES (?::uuid, now() + interval '1 hour')",
            Jwt.claims(other).path("jti").textValue());
        Await.until("another", SOON, () -> !token(OTHER).equals(other));
      }
    }
  }

  private static long now() {
    return System.currentTimeMillis() / 1000;
  }
}

package io.leadgate.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.Scrape;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sends wrong logins past their bound: a right login from the same address is served as ever. */
class FailedLoginsSpec {

  private static final Duration A_MINUTE = Duration.ofSeconds(90);
  private static final Map<String, String> FEW =
      Map.of(
          "LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE", "5",
          "LEADGATE_REDIS_KEY_PREFIX", "failed-logins-spec:");
  private static final RunningGateway ONE = RunningGateway.start(FEW);

  /** Made before the other nodes start, because a login fails until a node knows the credential. */
  private static final Credential CREDENTIAL = ONE.fixtures().credential("lead_receiver");

  private static final RunningGateway OTHER = RunningGateway.join(ONE.database(), FEW);
  private static final RunningGateway UNLIMITED =
      RunningGateway.join(ONE.database(), Map.of("LEADGATE_LIMITS_FAILED_LOGINS_PER_MINUTE", "0"));

  @AfterAll
  static void stop() {
    List.of(UNLIMITED, OTHER, ONE).forEach(RunningGateway::close);
  }

  private static Answer login(RunningGateway node, String secret) {
    return login(node, "/oauth2/token", secret);
  }

  private static Answer login(RunningGateway node, String path, String secret) {
    return node.api()
        .basic(CREDENTIAL.clientId(), secret)
        .post(path, "{\"grant_type\":\"client_credentials\",\"token\":\"x\"}");
  }

  /** Waits until enough of the minute is left for the test. */
  private static void awaitYoungMinute() {
    Await.until(
        "the minute is young", A_MINUTE, () -> System.currentTimeMillis() % 60_000 < 40_000);
  }

  @Test
  void wrongLoginPastTheLimitIs429OnEachNodeAndARightLoginIsServed() {
    // The nodes add up their counts in Redis.
    ONE.awaitRedis();
    OTHER.awaitRedis();
    Http client = ONE.api().basic(CREDENTIAL.clientId(), CREDENTIAL.secret());
    for (int i = 0; i < 20; i++) {
      assertThat(client.post("/oauth2/token", "{}").status()).isEqualTo(400);
      assertThat(login(ONE, CREDENTIAL.secret()).status()).isEqualTo(200);
    }
    awaitYoungMinute();
    double before = Scrape.sum(ONE.management(), "leadgate_tokens_refused_total");
    Await.until(
        "the bound is reached", A_MINUTE, () -> login(ONE, "not-its-secret").status() == 429);

    Answer answer = login(ONE, "not-its-secret");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    String seconds = answer.header("Retry-After");
    assertThat(Integer.parseInt(seconds)).isBetween(1, 60);
    assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"failed-logins\";q=5;w=60");
    assertThat(answer.header("RateLimit")).isEqualTo("\"failed-logins\";r=0;t=" + seconds);
    assertThat(answer.body())
        .isEqualTo(
            "{\"access_token\":null,\"token_type\":null,\"expires_in\":0,"
                + "\"error\":\"temporarily_unavailable\",\"error_description\":"
                + "\"Too many logins from this address have failed, and this one too: The client id or"
                + " the client secret is not valid.\"}");
    assertThat(Scrape.sum(ONE.management(), "leadgate_tokens_refused_total")).isGreaterThan(before);
    for (String path : List.of("/v1/authorization/token", "/oauth2/revoke", "/oauth2/introspect")) {
      assertThat(login(ONE, path, "not-its-secret").status()).as(path).isEqualTo(429);
      assertThat(login(ONE, path, CREDENTIAL.secret()).status()).as(path).isEqualTo(200);
    }
    assertThat(login(ONE, CREDENTIAL.secret()).status()).isEqualTo(200);
    // The other node learns of the failures at the first failed login on that node.
    assertThat(login(OTHER, CREDENTIAL.secret()).status()).isEqualTo(200);
    assertThat(login(OTHER, "not-its-secret").status()).isEqualTo(401);
    Await.until(
        "the other node counts those of this node",
        A_MINUTE,
        () -> login(OTHER, "not-its-secret").status() == 429);
    assertThat(login(OTHER, CREDENTIAL.secret()).status()).isEqualTo(200);
  }

  @Test
  void limitOfZeroBlocksNoLogin() {
    for (int i = 0; i < 100; i++) {
      assertThat(login(UNLIMITED, "not-its-secret").status()).isEqualTo(401);
    }
    assertThat(login(UNLIMITED, CREDENTIAL.secret()).status()).isEqualTo(200);
  }
}

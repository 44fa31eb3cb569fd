package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.Jwt;
import io.leadgate.support.RunningGateway;
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
import org.junit.jupiter.api.Test;

/** Who asks again within a while gets the same token, on every node. */
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

  private Answer ask(RunningGateway node, String scope) {
    return node.api()
        .basic(credential.clientId(), credential.secret())
        .with("Content-Type", "application/x-www-form-urlencoded")
        .post("/oauth2/token", "grant_type=client_credentials&scope=" + scope);
  }

  /** Once that node has heard of the credential. */
  private String token(RunningGateway node, String scope) {
    Await.until("it is known there", SOON, () -> ask(node, scope).status() == 200);
    return ask(node, scope).text("access_token");
  }

  @Test
  void theSameTokenOnTheSameNodeAndOnAnother() {
    String first = token(ONE, "");

    assertThat(token(ONE, "")).isEqualTo(first);
    assertThat(token(OTHER, "")).isEqualTo(first);
    assertThat(token(OTHER, "lead_receiver data_api".replace(" ", "+"))).isEqualTo(first);
    assertThat(ONE.api().bearer(first).post(FIXTURES.campaign().leads(), LEAD).status())
        .isEqualTo(201);
  }

  @Test
  void howeverManyAskAtOnce() {
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
  void anotherSecretOrOtherScopesHaveAnotherToken() {
    String secret = "lgs_" + UUID.randomUUID();
    FIXTURES.change(
        "INSERT INTO credential_secret (id, client_id, secret_sha256)"
            + " VALUES (gen_random_uuid(), ?::uuid, sha256(convert_to(?, 'UTF8')))",
        credential.clientId(),
        secret);
    String both = token(ONE, "");
    String one = token(ONE, "data_api");
    Credential second = new Credential(credential.clientId(), secret);
    Await.until("it is known", SOON, () -> isTaken(second));

    assertThat(one).isNotEqualTo(both);
    assertThat(FIXTURES.token(second)).isNotIn(one, both);
    assertThat(Jwt.claims(FIXTURES.token(second)).path("sid"))
        .isNotEqualTo(Jwt.claims(both).path("sid"));
  }

  private static boolean isTaken(Credential credential) {
    return ONE.api()
            .basic(credential.clientId(), credential.secret())
            .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}")
            .status()
        == 200;
  }

  @Test
  void whatIsLeftOfItsLifeIsTold() {
    Answer first = ask(ONE, "");
    long issuedAt = Jwt.claims(first.text("access_token")).path("iat").longValue();
    Await.until("a second has passed", SOON, () -> left(ask(ONE, "")) < left(first));

    Answer later = ask(ONE, "");
    assertThat(later.text("access_token")).isEqualTo(first.text("access_token"));
    assertThat(first.json().path("expires_in").asInt()).isBetween(3590, 3600);
    assertThat(Jwt.claims(later.text("access_token")).path("iat").longValue()).isEqualTo(issuedAt);
  }

  private static int left(Answer answer) {
    return answer.json().path("expires_in").asInt();
  }

  @Test
  void anEndedOneIsNotGivenAgain() {
    String first = token(ONE, "");
    FIXTURES.change(
        "INSERT INTO revoked_token (jti, expires_at) VALUES (?::uuid, now() + interval '1 hour')",
        Jwt.claims(first).path("jti").textValue());
    for (RunningGateway node : new RunningGateway[] {ONE, OTHER}) {
      Await.until("another", SOON, () -> !token(node, "").equals(first));
    }
    String second = token(ONE, "");
    assertThat(token(OTHER, "")).isEqualTo(second);

    FIXTURES.change(
        "UPDATE credential SET epoch = epoch + 1 WHERE client_id = ?::uuid", credential.clientId());
    for (RunningGateway node : new RunningGateway[] {ONE, OTHER}) {
      Await.until("another", SOON, () -> !token(node, "").equals(second));
    }
    assertThat(token(OTHER, "")).isEqualTo(token(ONE, ""));
  }

  @Test
  void neverWhereItIsOffAndAnotherWhenItsTimeIsOver() {
    assertThat(token(FORGETFUL, "")).isNotEqualTo(token(FORGETFUL, ""));
    String first = token(BRIEF, "");
    Await.until("another", SOON, () -> !token(BRIEF, "").equals(first));
  }
}

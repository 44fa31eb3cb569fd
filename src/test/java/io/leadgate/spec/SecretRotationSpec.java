package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertLeadIsAccepted;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Rotates the secrets of a credential without an outage, and revokes its tokens all at once. A
 * credential always has one secret or two, also where two admins change it at once.
 */
class SecretRotationSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http ADMIN = GATEWAY.management().admin();
  private static final Http READER = GATEWAY.api().bearer(FIXTURES.token("data_api"));
  private static final String UNKNOWN = "01a20c8e-1e10-7a44-b2ca-7cd0716bb438";

  private final Campaign campaign = FIXTURES.campaign();
  private final Credential old = FIXTURES.credential("lead_receiver");
  private final String path = "/admin/credentials/" + old.clientId();
  private final String oldSecretPath = path + "/secrets/" + secretIds(path).getFirst();

  /** The ids of the credential's secrets, in the order of their creation. */
  private static List<String> secretIds(String credential) {
    List<String> ids = new ArrayList<>();
    for (JsonNode secret : ADMIN.get(credential).json().path("secrets")) {
      ids.add(secret.path("id").asText());
    }
    return ids;
  }

  private Answer addSecret() {
    return ADMIN.send("POST", path + "/secrets", new byte[0]);
  }

  private static Answer delete(String path) {
    return ADMIN.send("DELETE", path, new byte[0]);
  }

  private Credential with(Answer added) {
    return new Credential(old.clientId(), added.text("client_secret"));
  }

  private static void assertTokenIsGood(String token) {
    assertLeadIsAccepted(GATEWAY.api().bearer(token), FIXTURES.campaign());
  }

  private void assertRefusedAndKept(String token, String reason) {
    new BadToken(reason, token, reason, old.clientId())
        .assertRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void newSecretIsShownOnce() {
    Answer added = addSecret();

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("Cache-Control")).isEqualTo("no-store");
    assertThat(added.header("Location")).isEqualTo(path + "/secrets/" + added.text("id"));
    assertThat(added.text("client_secret")).matches("lgs_[A-Za-z0-9_-]{43}");
    assertThat(added.text("client_secret")).isNotEqualTo(old.secret());
    assertThat(added.json().path("last_used_at").isNull()).isTrue();
    assertThat(secretIds(path)).hasSize(2).last().isEqualTo(added.text("id"));
    for (String other : List.of(path, "/admin/credentials?limit=1000", "/admin/audit?limit=1000")) {
      assertThat(ADMIN.get(other).body())
          .contains(added.text("id"))
          .doesNotContain(added.text("client_secret"), "client_secret", "lgs_");
    }
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM credential_secret WHERE id = ?::uuid"
                    + " AND secret_sha256 = sha256(convert_to(?, 'UTF8'))",
                added.text("id"),
                added.text("client_secret")))
        .isEqualTo(1);
  }

  @Test
  void tokenOfARetiredSecretIsRefused() {
    Credential fresh = with(addSecret());
    String oldToken = FIXTURES.token(old);
    String freshToken = FIXTURES.token(fresh);
    assertTokenIsGood(oldToken);
    assertTokenIsGood(freshToken);

    Answer retired = delete(oldSecretPath);

    assertThat(retired.status()).isEqualTo(204);
    assertRefusedAndKept(oldToken, "secret_retired");
    assertTokenIsGood(freshToken);
    assertTokenIsGood(FIXTURES.token(fresh));
    Answer noToken =
        GATEWAY
            .api()
            .basic(old.clientId(), old.secret())
            .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}");
    assertThat(noToken.status()).isEqualTo(401);
    assertThat(noToken.text("error")).isEqualTo("invalid_client");
    assertProblem(delete(oldSecretPath), 404, "not-found");
  }

  @Test
  void lastSecretIsNotDeleted() {
    assertProblem(delete(oldSecretPath), 409, "last-secret");
    assertTokenIsGood(FIXTURES.token(old));
  }

  @Test
  void thirdSecretIsRefusedUntilASecretIsDeleted() {
    addSecret();
    assertProblem(addSecret(), 409, "limit-reached");
    assertThat(secretIds(path)).hasSize(2);
    delete(oldSecretPath);
    assertThat(addSecret().status()).isEqualTo(201);
  }

  @Test
  void unknownCredentialOrSecretIs404() {
    addSecret();
    Credential other = FIXTURES.credential("lead_receiver");
    String otherPath = "/admin/credentials/" + other.clientId();
    String otherSecret = secretIds(otherPath).getFirst();

    for (String secret : List.of(otherSecret, UNKNOWN, "x")) {
      assertProblem(delete(path + "/secrets/" + secret), 404, "not-found");
    }
    for (String unknown : List.of("/admin/credentials/" + UNKNOWN, "/admin/credentials/x")) {
      assertProblem(ADMIN.send("POST", unknown + "/secrets", new byte[0]), 404, "not-found");
      assertProblem(delete(unknown + "/secrets/" + otherSecret), 404, "not-found");
      assertProblem(delete(unknown + "/tokens"), 404, "not-found");
    }
    assertThat(secretIds(path)).hasSize(2);
    assertThat(secretIds(otherPath)).containsExactly(otherSecret);
    assertTokenIsGood(FIXTURES.token(other));
  }

  @Test
  void endedTokensAreRefusedAndNewTokensAreGood() {
    Credential fresh = with(addSecret());
    String oldToken = FIXTURES.token(old);
    String freshToken = FIXTURES.token(fresh);
    assertTokenIsGood(oldToken);
    assertTokenIsGood(freshToken);

    assertThat(delete(path + "/tokens").status()).isEqualTo(204);

    assertRefusedAndKept(oldToken, "revoked");
    assertProblem(
        GATEWAY.api().bearer(freshToken).post(campaign.leads(), LEAD), 401, "invalid-token");
    assertTokenIsGood(FIXTURES.token(old));
    assertTokenIsGood(FIXTURES.token(fresh));
  }

  @Test
  void onlySuccessfulChangesLeaveAnAuditEntry() {
    Answer added = addSecret();
    addSecret();
    delete(oldSecretPath);
    delete(path + "/secrets/" + added.text("id"));
    delete(path + "/tokens");

    List<String> entries = new ArrayList<>();
    for (JsonNode entry : ADMIN.get("/admin/audit?limit=1000").json().path("items")) {
      if (entry.path("subject").asText().equals(old.clientId())) {
        entries.add(entry.path("action").asText() + " " + entry.path("details"));
      }
    }
    assertThat(entries.subList(0, entries.size() - 1))
        .containsExactly(
            "credential.end_tokens {\"epoch\":{\"to\":2,\"from\":1}}",
            "credential.retire_secret {\"secret_id\":\"%s\"}"
                .formatted(oldSecretPath.replaceFirst(".*/", "")),
            "credential.add_secret {\"secret_id\":\"%s\"}".formatted(added.text("id")));
    assertThat(entries.getLast()).startsWith("credential.create ");
  }

  @Test
  void bodyOfASecretCallIsIgnored() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(ADMIN.send("POST", path + "/secrets", body).status()).isEqualTo(201);
    Http text = ADMIN.with("Content-Type", "text/plain");
    assertProblem(text.send("POST", path + "/secrets", body), 409, "limit-reached");
    assertThat(text.send("DELETE", oldSecretPath, body).status()).isEqualTo(204);
  }

  @RepeatedTest(5)
  void concurrentDeletesLeaveOneSecret() throws Exception {
    addSecret();
    List<String> ids = secretIds(path);

    assertThat(
            atOnce(
                () -> delete(path + "/secrets/" + ids.getFirst()),
                () -> delete(path + "/secrets/" + ids.getLast())))
        .containsExactlyInAnyOrder(204, 409);
    assertThat(secretIds(path)).hasSize(1);
  }

  @RepeatedTest(5)
  void concurrentAddsLeaveTwoSecrets() throws Exception {
    assertThat(atOnce(this::addSecret, this::addSecret)).containsExactlyInAnyOrder(201, 409);
    assertThat(secretIds(path)).hasSize(2);
  }

  private static List<Integer> atOnce(Callable<Answer> first, Callable<Answer> second)
      throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService admins = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : admins.invokeAll(List.of(first, second))) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }
}

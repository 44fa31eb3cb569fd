package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
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
import org.junit.jupiter.api.Test;

/** A secret takes over from another without an outage, and tokens can be ended all at once. */
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

  /** Those of the credential at that path, in the order of their creation. */
  static List<String> secretIds(String credential) {
    List<String> ids = new ArrayList<>();
    for (JsonNode secret : ADMIN.get(credential).json().path("secrets")) {
      ids.add(secret.path("id").asText());
    }
    return ids;
  }

  private Answer add() {
    return ADMIN.send("POST", path + "/secrets", new byte[0]);
  }

  private static Answer delete(String path) {
    return ADMIN.send("DELETE", path, new byte[0]);
  }

  private Credential with(Answer added) {
    return new Credential(old.clientId(), added.text("client_secret"));
  }

  private static void isRefused(Answer answer, int status, String problem) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  private void isTaken(String token) {
    Answer answer = GATEWAY.api().bearer(token).post(FIXTURES.campaign().leads(), LEAD);
    assertThat(answer.status()).isEqualTo(201);
  }

  private void isRefusedAndKept(String token, String reason) {
    new BadToken(reason, token, reason, old.clientId()).isRefusedAndKept(GATEWAY, campaign, READER);
  }

  @Test
  void aSecondSecretIsShownOnceAndNeverAgain() {
    Answer added = add();

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
  void bothGetTokensUntilOneIsRetiredAndThenTheOtherGoesOn() {
    Credential fresh = with(add());
    String oldToken = FIXTURES.token(old);
    String freshToken = FIXTURES.token(fresh);
    isTaken(oldToken);
    isTaken(freshToken);

    Answer retired = delete(oldSecretPath);

    assertThat(retired.status()).isEqualTo(204);
    isRefusedAndKept(oldToken, "secret_retired");
    isTaken(freshToken);
    isTaken(FIXTURES.token(fresh));
    Answer noToken =
        GATEWAY
            .api()
            .basic(old.clientId(), old.secret())
            .post("/oauth2/token", "{\"grant_type\":\"client_credentials\"}");
    assertThat(noToken.status()).isEqualTo(401);
    assertThat(noToken.text("error")).isEqualTo("invalid_client");
    isRefused(delete(oldSecretPath), 404, "not-found");
  }

  @Test
  void theLastSecretIsNeverDeleted() {
    isRefused(delete(oldSecretPath), 409, "last-secret");
    isTaken(FIXTURES.token(old));
  }

  @Test
  void aThirdSecretIsRefusedUntilOneOfTheTwoIsGone() {
    add();
    isRefused(add(), 409, "limit-reached");
    assertThat(secretIds(path)).hasSize(2);
    delete(oldSecretPath);
    assertThat(add().status()).isEqualTo(201);
  }

  @Test
  void whatIsNotThereIs404AndNothingIsTouched() {
    add();
    Credential other = FIXTURES.credential("lead_receiver");
    String otherPath = "/admin/credentials/" + other.clientId();
    String otherSecret = secretIds(otherPath).getFirst();

    for (String secret : List.of(otherSecret, UNKNOWN, "x")) {
      isRefused(delete(path + "/secrets/" + secret), 404, "not-found");
    }
    for (String nobody : List.of("/admin/credentials/" + UNKNOWN, "/admin/credentials/x")) {
      isRefused(ADMIN.send("POST", nobody + "/secrets", new byte[0]), 404, "not-found");
      isRefused(delete(nobody + "/secrets/" + otherSecret), 404, "not-found");
      isRefused(delete(nobody + "/tokens"), 404, "not-found");
    }
    assertThat(secretIds(path)).hasSize(2);
    assertThat(secretIds(otherPath)).containsExactly(otherSecret);
    isTaken(FIXTURES.token(other));
  }

  @Test
  void endedTokensAreRefusedAndNewOnesAreGood() {
    Credential fresh = with(add());
    String one = FIXTURES.token(old);
    String another = FIXTURES.token(fresh);
    isTaken(one);
    isTaken(another);

    assertThat(delete(path + "/tokens").status()).isEqualTo(204);

    isRefusedAndKept(one, "revoked");
    isRefused(GATEWAY.api().bearer(another).post(campaign.leads(), LEAD), 401, "invalid-token");
    isTaken(FIXTURES.token(old));
    isTaken(FIXTURES.token(fresh));
  }

  @Test
  void eachChangeLeavesOneAuditEntryAndWhatWasRefusedLeavesNone() {
    Answer added = add();
    add();
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
  void aBodyIsNotLookedAt() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(ADMIN.send("POST", path + "/secrets", body).status()).isEqualTo(201);
    Http text = ADMIN.with("Content-Type", "text/plain");
    isRefused(text.send("POST", path + "/secrets", body), 409, "limit-reached");
    assertThat(text.send("DELETE", oldSecretPath, body).status()).isEqualTo(204);
  }
}

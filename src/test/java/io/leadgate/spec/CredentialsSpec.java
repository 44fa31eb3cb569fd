package io.leadgate.spec;

import static io.leadgate.support.Fixtures.LEAD;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creates, changes and lists credentials as an admin. */
class CredentialsSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final String CREDENTIALS = "/admin/credentials";
  private static final String UNKNOWN = "01a20c8e-1e10-7a44-b2ca-7cd0716bb438";

  private final Http admin = GATEWAY.management().admin();

  @Test
  void secretIsShownOnlyAtCreation() {
    Answer created =
        admin.post(CREDENTIALS, "{\"description\":\"A vendor\",\"scopes\":[\"lead_receiver\"]}");
    String path = CREDENTIALS + "/" + created.text("client_id");
    Answer read = admin.get(path);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(path);
    assertThat(created.header("Cache-Control")).isEqualTo("no-store");
    assertThat(created.text("client_secret")).matches("lgs_[A-Za-z0-9_-]{43}");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body())
        .isEqualTo(
            created
                .body()
                .replace(",\"client_secret\":\"" + created.text("client_secret") + "\"", ""))
        .startsWith(
            """
            {"client_id":"%s","description":"A vendor","scopes":["lead_receiver"],\
            "enabled":true,"lead_source_id":null,"static_key":false,"created_at":\""""
                .formatted(created.text("client_id")));
    assertThat(admin.get(CREDENTIALS + "?limit=1000").body())
        .contains(created.text("client_id"))
        .doesNotContain("client_secret");
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM credential_secret WHERE client_id = ?::uuid"
                    + " AND secret_sha256 = sha256(convert_to(?, 'UTF8'))",
                created.text("client_id"),
                created.text("client_secret")))
        .isEqualTo(1);
  }

  @Test
  void tokensOfADisabledCredentialAreRefusedUntilItIsEnabled() {
    Campaign campaign = FIXTURES.campaign();
    Credential credential = FIXTURES.credential("lead_receiver");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token(credential));
    String path = CREDENTIALS + "/" + credential.clientId();
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);

    Answer disabled = admin.patch(path, "{\"enabled\":false}");

    assertThat(disabled.status()).isEqualTo(200);
    assertThat(disabled.json().path("enabled").asBoolean(true)).isFalse();
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(401);
    assertThat(admin.patch(path, "{\"enabled\":true}").status()).isEqualTo(200);
    assertThat(vendor.post(campaign.leads(), LEAD).status()).isEqualTo(201);
  }

  @Test
  void scopesCannotBeChanged() {
    Credential credential = FIXTURES.credential("lead_receiver");
    Answer answer =
        admin.patch(
            CREDENTIALS + "/" + credential.clientId(),
            "{\"enabled\":false,\"scopes\":[\"data_api\"]}");

    assertProblem(answer, 422, "scopes-immutable");
    assertThat(
            admin.get(CREDENTIALS + "/" + credential.clientId()).json().path("enabled").asBoolean())
        .isTrue();
  }

  @Test
  void descriptionAndLeadSourceCanBeChanged() {
    int source = FIXTURES.campaign().leadSourceId();
    String path = CREDENTIALS + "/" + FIXTURES.credential("data_api").clientId();

    assertThat(admin.patch(path, "{\"description\":\"Other\"}").text("description"))
        .isEqualTo("Other");
    assertThat(admin.patch(path, "{\"lead_source_id\":" + source + "}").text("lead_source_id"))
        .isEqualTo(Integer.toString(source));
    assertThat(
            admin.patch(path, "{\"lead_source_id\":null}").json().path("lead_source_id").isNull())
        .isTrue();
  }

  @Test
  void eachChangeWritesOneAuditRow() {
    Credential credential = FIXTURES.credential("lead_receiver");
    String path = CREDENTIALS + "/" + credential.clientId();
    admin.patch(path, "{\"enabled\":false}");
    admin.patch(path, "{\"scopes\":[]}");
    admin.patch(path, "{\"lead_source_id\":2147483647}");

    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE subject = ? AND actor = 'admin'"
                    + " AND host(remote) = '127.0.0.1'"
                    + " AND (action = 'credential.create' OR details ="
                    + " '{\"enabled\": {\"from\": true, \"to\": false}}')",
                credential.clientId()))
        .isEqualTo(2);
    assertThat(
            FIXTURES.number(
                "SELECT count(*) FROM audit_log WHERE subject = ?", credential.clientId()))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | description scopes",
        "{\"description\":\"x\",\"scopes\":[]} | scopes",
        "{\"description\":\"x\",\"scopes\":[\"all\"]} | scopes",
        "{\"description\":\" \",\"scopes\":[\"data_api\"]} | description",
        "{\"description\":\"x\",\"scopes\":[\"data_api\"],\"enabled\":true} | enabled",
        "{\"description\":\"x\",\"scopes\":[\"data_api\"],\"lead_source_id\":\"1\"} | lead_source_id",
        "{\"description\":\"x\",\"scopes\":[\"data_api\"],\"lead_source_id\":2147483647} | lead_source_id",
      })
  void invalidMembersAre422AndNamed(String body, String fields) {
    Answer answer = admin.post(CREDENTIALS, body);

    assertProblem(answer, 422, "invalid-credential");
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asText())
        .containsExactly(fields.split(" ", -1));
  }

  @Test
  void unknownCredentialIs404AndMalformedJsonIs400() {
    String unknown = CREDENTIALS + "/" + UNKNOWN;

    assertThat(admin.get(unknown).status()).isEqualTo(404);
    assertThat(admin.get(CREDENTIALS + "/x").status()).isEqualTo(404);
    assertThat(admin.patch(unknown, "{\"enabled\":true}").status()).isEqualTo(404);
    assertThat(admin.post(CREDENTIALS, "[1]").problem()).isEqualTo("malformed-body");
    assertThat(admin.with("Content-Type", "text/plain").post(CREDENTIALS, "x").status())
        .isEqualTo(415);
    assertThat(admin.delete(CREDENTIALS).header("Allow")).isEqualTo("GET, HEAD, POST");
  }

  @Test
  void listIsPagedByCursor() {
    String before = FIXTURES.credential("data_api").clientId();
    String first = FIXTURES.credential("data_api").clientId();
    String second = FIXTURES.credential("data_api").clientId();
    Answer page = admin.get(CREDENTIALS + "?limit=1&cursor=" + before);
    Answer next = admin.get(CREDENTIALS + "?limit=1&cursor=" + page.text("next_cursor"));

    assertThat(clientIds(page)).containsExactly(first);
    assertThat(clientIds(next)).containsExactly(second);
    assertThat(admin.get(CREDENTIALS + "?limit=0").problem()).isEqualTo("invalid-parameter");
    assertThat(admin.get(CREDENTIALS + "?limit=1001").problem()).isEqualTo("invalid-parameter");
    assertThat(admin.get(CREDENTIALS + "?cursor=x").problem()).isEqualTo("invalid-parameter");
    assertThat(admin.get(CREDENTIALS + "?cursor=" + UNKNOWN).problem())
        .isEqualTo("invalid-parameter");
  }

  private static List<String> clientIds(Answer page) {
    List<String> clientIds = new ArrayList<>();
    page.json().path("items").forEach(item -> clientIds.add(item.path("client_id").asText()));
    return clientIds;
  }

  @Test
  void onlyAdminsHaveAccess() {
    Http management = GATEWAY.management();
    for (Http stranger :
        List.of(
            management,
            management.basic("admin", "not-its-password"),
            management.basic("nobody", RunningGateway.ADMIN_PASSWORD),
            management.basic("admin\0", RunningGateway.ADMIN_PASSWORD),
            management.with("Authorization", "Basic !"),
            management.bearer(FIXTURES.token("account_api")))) {
      Answer answer = stranger.get(CREDENTIALS);

      assertProblem(answer, 401, "admin-login-needed");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
    }
    assertThat(GATEWAY.api().admin().get(CREDENTIALS).status()).isEqualTo(404);
  }
}

package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import io.leadgate.support.log.LogsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Reads the audit log of a separate gateway, because the tests read the log from its newest entry.
 */
class AuditSpec {

  private static final RunningGateway GATEWAY = RunningGateway.start(Map.of());
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Http ADMIN = GATEWAY.management().admin();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private final Credential credential = FIXTURES.credential("account_api");
  private final AccountClient account =
      new AccountClient(GATEWAY.api().bearer(FIXTURES.token(credential)));

  /** The newest entries, newest first. */
  private static List<JsonNode> entries(int limit) {
    Answer page = ADMIN.get("/admin/audit?limit=" + limit);
    assertThat(page.status()).isEqualTo(200);
    List<JsonNode> entries = new ArrayList<>();
    page.json().path("items").forEach(entries::add);
    return entries;
  }

  @Test
  void accountApiChangesAreLoggedWithAuthorAndRequest() {
    Http client = account.client().with("X-Request-Id", "audit-1");
    Answer campaign = account.campaign();
    String path = campaign.header("Location");
    client.patch(path, "{\"status\":\"closed\",\"name\":\"renamed\"}");
    client.delete(path);

    List<JsonNode> entries = entries(5);
    assertThat(entries)
        .extracting(entry -> entry.path("action").asText())
        .containsExactly(
            "campaign.delete",
            "campaign.update",
            "campaign.create",
            "lead_type.create",
            "lead_source.create");
    assertThat(entries.subList(0, 3))
        .allSatisfy(
            entry -> {
              assertThat(entry.path("subject").asText()).isEqualTo(Integer.toString(id(campaign)));
              assertThat(entry.path("actor_type").asText()).isEqualTo("credential");
              assertThat(entry.path("actor").asText()).isEqualTo(credential.clientId());
              assertThat(entry.path("remote_address").asText()).isEqualTo("127.0.0.1");
            });
    assertThat(entries.get(1).path("request_id").asText()).isEqualTo("audit-1");
    assertThat(entries.get(1).path("details").toString())
        .isEqualTo(
            "{\"name\":{\"to\":\"renamed\",\"from\":\"campaign\"},"
                + "\"status\":{\"to\":\"closed\",\"from\":\"active\"}}");
    ObjectNode asWritten = campaign.json().deepCopy();
    asWritten.remove("duplicate_rules_state"); // Nobody writes the state.
    assertThat(entries.get(2).path("details")).isEqualTo(asWritten);
  }

  @Test
  void adminApiChangesAreLoggedWithoutTheSecret() {
    Answer created =
        ADMIN.post("/admin/credentials", "{\"description\":\"x\",\"scopes\":[\"data_api\"]}");
    ADMIN.patch("/admin/credentials/" + created.text("client_id"), "{\"enabled\":false}");

    List<JsonNode> entries = entries(2);
    assertThat(entries)
        .extracting(
            entry ->
                "%s %s %s %s"
                    .formatted(
                        entry.path("action").asText(),
                        entry.path("subject").asText(),
                        entry.path("actor_type").asText(),
                        entry.path("actor").asText()))
        .containsExactly(
            "credential.update %s admin admin".formatted(created.text("client_id")),
            "credential.create %s admin admin".formatted(created.text("client_id")));
    assertThat(entries.get(0).path("details").toString())
        .isEqualTo("{\"enabled\":{\"to\":false,\"from\":true}}");
    assertThat(ADMIN.get("/admin/audit").body()).doesNotContain(created.text("client_secret"));
  }

  @Test
  void refusedAndEmptyChangesAreNotLogged() {
    Answer source = account.source("x");
    JsonNode last = entries(1).getFirst();
    Http client = account.client();
    client.patch(source.header("Location"), "{\"status\":\"\"}");
    client.patch(source.header("Location"), "{\"name\":\"x\"}");
    client.with("If-Match", "\"old\"").patch(source.header("Location"), "{\"name\":\"y\"}");
    client.post(CAMPAIGNS, "{\"name\":\"x\",\"lead_source_id\":1,\"lead_type_id\":2147483647}");
    String own = "/admin/credentials/" + credential.clientId();
    ADMIN.patch(own, "{\"enabled\":true}");
    ADMIN.patch(own, "{\"lead_source_id\":2147483647}");

    assertThat(entries(1).getFirst()).isEqualTo(last);
  }

  @LogsError("unexpected failure")
  @Test
  void changeIsNotMadeIfItsAuditEntryCannotBeWritten() {
    Answer source = account.source("before");
    FIXTURES.change(
        "ALTER TABLE audit_log ADD CONSTRAINT refuses CHECK (action <> 'lead_source.update')"
            + " NOT VALID");
    try {
      Answer refused = account.client().patch(source.header("Location"), "{\"name\":\"after\"}");

      assertProblem(refused, 503, "storage-unavailable");
      assertThat(refused.header("Retry-After")).isEqualTo("2");
      assertThat(account.client().get(source.header("Location")).body()).isEqualTo(source.body());
    } finally {
      FIXTURES.change("ALTER TABLE audit_log DROP CONSTRAINT refuses");
    }
  }

  @Test
  void auditLogIsPagedByCursorNewestFirst() {
    for (int i = 0; i < 3; i++) {
      account.source("paged");
    }
    List<Integer> seen = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < 3; page++) {
      Answer answer = ADMIN.get("/admin/audit?limit=1" + cursor);
      seen.add(answer.json().path("items").get(0).path("id").intValue());
      cursor = "&cursor=" + answer.text("next_cursor");
    }

    assertThat(seen).isSortedAccordingTo((a, b) -> Integer.compare(b, a)).doesNotHaveDuplicates();
    assertThat(ADMIN.get("/admin/audit?cursor=1").body())
        .isEqualTo("{\"items\":[],\"next_cursor\":null}");
    assertThat(ADMIN.get("/admin/audit?cursor=x").problem()).isEqualTo("invalid-parameter");
    assertThat(GATEWAY.management().get("/admin/audit").status()).isEqualTo(401);
  }
}

package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uses a credential that is bound to a lead source and sees nothing of other lead sources. */
class BoundCredentialSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Answer own = ACCOUNT.campaign();
  private final Answer foreign = ACCOUNT.campaign();
  private final int ownSource = own.json().path("lead_source_id").intValue();
  private final Credential credential =
      FIXTURES.boundCredential(ownSource, "account_api", "data_api", "lead_receiver");
  private final Http bound = GATEWAY.api().bearer(FIXTURES.token(credential));

  private static List<Integer> ids(Answer page) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode item : page.json().path("items")) {
      ids.add(item.path("id").intValue());
    }
    return ids;
  }

  private static void assertNotFound(Answer answer, String noun) {
    assertProblem(answer, 404, "not-found");
    assertThat(answer.text("detail")).startsWith("There is no such " + noun);
  }

  @Test
  void receiverDoesNotFindForeignCampaigns() {
    assertThat(bound.post(own.header("Location") + "/leads", "{\"a\":1}").status()).isEqualTo(201);
    assertNotFound(bound.post(foreign.header("Location") + "/leads", "{\"a\":1}"), "campaign");
    assertThat(FIXTURES.number("SELECT count(*) FROM lead WHERE campaign_id = ?", id(foreign)))
        .isZero();
  }

  @Test
  void dataApiShowsOnlyOwnLeads() {
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    String email = "bound%d@example.com".formatted(id(own));
    String lead = "{\"email\":\"%s\"}".formatted(email);
    String ownLead = vendor.post(own.header("Location") + "/leads", lead).text("id");
    String foreignLead = vendor.post(foreign.header("Location") + "/leads", lead).text("id");

    for (String query :
        List.of(
            "",
            "?campaign_id=" + id(own),
            "?lead_source_id=" + ownSource,
            "?email=" + email,
            "?email=" + email + "&campaign_id=" + id(own))) {
      Answer page = bound.get("/v1/leads" + query);
      assertThat(page.body()).as(query).contains(ownLead).doesNotContain(foreignLead);
    }
    assertNotFound(bound.get("/v1/leads?campaign_id=" + id(foreign)), "campaign");
    assertNotFound(
        bound.get("/v1/leads?lead_source_id=" + foreign.text("lead_source_id")), "lead source");
    assertNotFound(
        bound.get(
            "/v1/leads?campaign_id=%d&lead_source_id=%s"
                .formatted(id(own), foreign.text("lead_source_id"))),
        "lead source");
    assertThat(bound.get("/v1/leads/" + ownLead).status()).isEqualTo(200);
    assertNotFound(bound.get("/v1/leads/" + foreignLead), "lead");
  }

  @Test
  void accountApiShowsOnlyOwnRows() {
    assertThat(ids(bound.get(CAMPAIGNS))).containsExactly(id(own));
    assertThat(ids(bound.get(SOURCES))).containsExactly(ownSource);
    assertThat(ids(bound.get(TYPES))).containsExactly(own.json().path("lead_type_id").intValue());
    assertThat(bound.get(own.header("Location")).body()).isEqualTo(own.body());
    assertThat(bound.get(SOURCES + "/" + ownSource).status()).isEqualTo(200);
    assertThat(bound.get(TYPES + "/" + own.text("lead_type_id")).status()).isEqualTo(200);
    assertNotFound(bound.get(foreign.header("Location")), "campaign");
    assertNotFound(bound.get(SOURCES + "/" + foreign.text("lead_source_id")), "lead source");
    assertNotFound(bound.get(TYPES + "/" + foreign.text("lead_type_id")), "lead type");
  }

  @Test
  void accountApiChangesOnlyOwnCampaigns() {
    String sourcePath = SOURCES + "/" + ownSource;
    String typePath = TYPES + "/" + own.text("lead_type_id");

    assertThat(bound.patch(own.header("Location"), "{\"status\":\"paused\"}").status())
        .isEqualTo(200);
    Answer second =
        bound.post(
            CAMPAIGNS,
            "{\"name\":\"2\",\"lead_source_id\":%d,\"lead_type_id\":%s}"
                .formatted(ownSource, own.text("lead_type_id")));
    assertThat(second.status()).isEqualTo(201);
    assertThat(bound.delete(second.header("Location")).status()).isEqualTo(204);

    for (Answer answer :
        List.of(
            bound.post(SOURCES, "{\"name\":\"x\"}"),
            bound.post(TYPES, "{\"name\":\"x\"}"),
            bound.patch(sourcePath, "{\"status\":\"active\"}"),
            bound.patch(typePath, "{\"strict\":true}"),
            bound.delete(sourcePath),
            bound.delete(typePath))) {
      assertProblem(answer, 403, "credential-bound");
    }
  }

  @Test
  void accountApiDoesNotFindForeignRows() {
    String path = foreign.header("Location");
    String foreignType = foreign.text("lead_type_id");

    assertNotFound(bound.patch(path, "{\"status\":\"closed\"}"), "campaign");
    assertNotFound(bound.delete(path), "campaign");
    assertNotFound(
        bound.patch(SOURCES + "/" + foreign.text("lead_source_id"), "{}"), "lead source");
    assertNotFound(bound.patch(TYPES + "/" + foreignType, "{}"), "lead type");
    assertNotFound(
        bound.patch(own.header("Location"), "{\"lead_type_id\":" + foreignType + "}"), "campaign");
    for (String references :
        List.of(
            "\"lead_source_id\":%s,\"lead_type_id\":%s"
                .formatted(foreign.text("lead_source_id"), own.text("lead_type_id")),
            "\"lead_source_id\":%d,\"lead_type_id\":%s".formatted(ownSource, foreignType),
            "\"lead_source_id\":%d,\"lead_type_id\":2147483647".formatted(ownSource))) {
      assertNotFound(
          bound.post(CAMPAIGNS, "{\"name\":\"x\",%s}".formatted(references)), "campaign");
    }
    assertThat(ACCOUNT.client().get(path).body()).isEqualTo(foreign.body());
    assertThat(ids(bound.get(CAMPAIGNS))).containsExactly(id(own));
  }

  @Test
  void changedBindingAppliesToIssuedTokens() {
    String foreignLeads = foreign.header("Location") + "/leads";
    GATEWAY
        .management()
        .admin()
        .patch(
            "/admin/credentials/" + credential.clientId(),
            "{\"lead_source_id\":%s}".formatted(foreign.text("lead_source_id")));

    assertThat(bound.post(foreignLeads, "{\"a\":1}").status()).isEqualTo(201);
    assertNotFound(bound.get(own.header("Location")), "campaign");
  }
}

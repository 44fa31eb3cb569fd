package io.leadgate.spec;

import static io.leadgate.support.Account.CAMPAIGNS;
import static io.leadgate.support.Account.SOURCES;
import static io.leadgate.support.Account.TYPES;
import static io.leadgate.support.Account.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leadgate.support.Account;
import io.leadgate.support.Fixtures;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A credential that is bound to a lead source: what belongs to another is not there for it. */
class BoundCredentialSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Account ACCOUNT = new Account(GATEWAY);

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

  private static void assertNotThere(Answer answer, String noun) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("not-found");
    assertThat(answer.text("detail")).startsWith("There is no such " + noun);
  }

  @Test
  void inTheReceiverAForeignCampaignIsNotThere() {
    assertThat(bound.post(own.header("Location") + "/leads", "{\"a\":1}").status()).isEqualTo(201);
    assertNotThere(bound.post(foreign.header("Location") + "/leads", "{\"a\":1}"), "campaign");
    assertThat(FIXTURES.number("SELECT count(*) FROM lead WHERE campaign_id = ?", id(foreign)))
        .isZero();
  }

  @Test
  void inTheDataApiOnlyOwnLeadsAreThere() {
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    String email = "bound%d@example.com".formatted(id(own));
    String lead = "{\"email\":\"%s\"}".formatted(email);
    String mine = vendor.post(own.header("Location") + "/leads", lead).text("id");
    String theirs = vendor.post(foreign.header("Location") + "/leads", lead).text("id");

    for (String query :
        List.of(
            "",
            "?campaign_id=" + id(own),
            "?lead_source_id=" + ownSource,
            "?email=" + email,
            "?email=" + email + "&campaign_id=" + id(own))) {
      Answer page = bound.get("/v1/leads" + query);
      assertThat(page.body()).as(query).contains(mine).doesNotContain(theirs);
    }
    assertNotThere(bound.get("/v1/leads?campaign_id=" + id(foreign)), "campaign");
    assertNotThere(
        bound.get("/v1/leads?lead_source_id=" + foreign.text("lead_source_id")), "lead source");
    assertNotThere(
        bound.get(
            "/v1/leads?campaign_id=%d&lead_source_id=%s"
                .formatted(id(own), foreign.text("lead_source_id"))),
        "lead source");
    assertThat(bound.get("/v1/leads/" + mine).status()).isEqualTo(200);
    assertNotThere(bound.get("/v1/leads/" + theirs), "lead");
  }

  @Test
  void inTheAccountApiOnlyOwnThingsAreListedAndRead() {
    assertThat(ids(bound.get(CAMPAIGNS))).containsExactly(id(own));
    assertThat(ids(bound.get(SOURCES))).containsExactly(ownSource);
    assertThat(ids(bound.get(TYPES))).containsExactly(own.json().path("lead_type_id").intValue());
    assertThat(bound.get(own.header("Location")).body()).isEqualTo(own.body());
    assertThat(bound.get(SOURCES + "/" + ownSource).status()).isEqualTo(200);
    assertThat(bound.get(TYPES + "/" + own.text("lead_type_id")).status()).isEqualTo(200);
    assertNotThere(bound.get(foreign.header("Location")), "campaign");
    assertNotThere(bound.get(SOURCES + "/" + foreign.text("lead_source_id")), "lead source");
    assertNotThere(bound.get(TYPES + "/" + foreign.text("lead_type_id")), "lead type");
  }

  @Test
  void inTheAccountApiOnlyOwnCampaignsAreWritten() {
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
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.problem()).isEqualTo("credential-bound");
    }
  }

  @Test
  void inTheAccountApiWhatIsForeignCannotBeTouchedOrReferredTo() {
    String path = foreign.header("Location");
    String foreignType = foreign.text("lead_type_id");

    assertNotThere(bound.patch(path, "{\"status\":\"closed\"}"), "campaign");
    assertNotThere(bound.delete(path), "campaign");
    assertNotThere(
        bound.patch(SOURCES + "/" + foreign.text("lead_source_id"), "{}"), "lead source");
    assertNotThere(bound.patch(TYPES + "/" + foreignType, "{}"), "lead type");
    assertNotThere(
        bound.patch(own.header("Location"), "{\"lead_type_id\":" + foreignType + "}"), "campaign");
    for (String references :
        List.of(
            "\"lead_source_id\":%s,\"lead_type_id\":%s"
                .formatted(foreign.text("lead_source_id"), own.text("lead_type_id")),
            "\"lead_source_id\":%d,\"lead_type_id\":%s".formatted(ownSource, foreignType),
            "\"lead_source_id\":%d,\"lead_type_id\":2147483647".formatted(ownSource))) {
      assertNotThere(
          bound.post(CAMPAIGNS, "{\"name\":\"x\",%s}".formatted(references)), "campaign");
    }
    assertThat(ACCOUNT.client().get(path).body()).isEqualTo(foreign.body());
    assertThat(ids(bound.get(CAMPAIGNS))).containsExactly(id(own));
  }

  @Test
  void aChangedBindingCountsForTokensThatAreOut() {
    String foreignLeads = foreign.header("Location") + "/leads";
    GATEWAY
        .management()
        .admin()
        .patch(
            "/admin/credentials/" + credential.clientId(),
            "{\"lead_source_id\":%s}".formatted(foreign.text("lead_source_id")));

    assertThat(bound.post(foreignLeads, "{\"a\":1}").status()).isEqualTo(201);
    assertNotThere(bound.get(own.header("Location")), "campaign");
  }
}

package io.leadgate.spec;

import static io.leadgate.support.AccountClient.CAMPAIGNS;
import static io.leadgate.support.AccountClient.SOURCES;
import static io.leadgate.support.AccountClient.TYPES;
import static io.leadgate.support.AccountClient.errors;
import static io.leadgate.support.AccountClient.id;
import static io.leadgate.support.http.AnswerAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.AccountClient;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes and deletes rows by the Account API. */
class AccountChangeSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final AccountClient ACCOUNT = new AccountClient(GATEWAY);

  private final Http client = ACCOUNT.client();

  @Test
  void patchChangesOnlyTheNamedMembers() {
    Answer made = ACCOUNT.campaign();
    Answer changed =
        client
            .with("Content-Type", "application/merge-patch+json")
            .patch(made.header("Location"), "{\"status\":\"paused\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body())
        .isEqualTo(
            made.body()
                .replace("\"status\":\"active\"", "\"status\":\"paused\"")
                .replace(
                    "\"updated_at\":\"" + made.text("updated_at"),
                    "\"updated_at\":\"" + changed.text("updated_at")));
    assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
    assertThat(client.get(made.header("Location")).body()).isEqualTo(changed.body());
  }

  @Test
  void patchMergesObjectsReplacesArraysAndResetsNulls() {
    int type =
        id(
            ACCOUNT.type(
                "[{\"name\":\"email\",\"type\":\"email\"},{\"name\":\"a\",\"type\":\"text\"}]"));
    String campaign = ACCOUNT.campaign(id(ACCOUNT.source("s")), type).header("Location");
    client.patch(
        campaign,
        """
        {"require_authentication":false,
         "duplicate_rules":{"sets":[["email"]],"days":30,"action":"flag","within":"all"}}""");

    Answer merged = client.patch(campaign, "{\"duplicate_rules\":{\"days\":7,\"sets\":[[\"a\"]]}}");
    assertThat(merged.json().path("duplicate_rules").toString())
        .isEqualTo("{\"sets\":[[\"a\"]],\"days\":7,\"action\":\"flag\",\"within\":\"all\"}");

    Answer cleared =
        client.patch(campaign, "{\"duplicate_rules\":null,\"require_authentication\":null}");
    assertThat(cleared.json().path("duplicate_rules").isNull()).isTrue();
    assertThat(cleared.json().path("require_authentication").booleanValue()).isTrue();
    assertThat(errors(client.patch(campaign, "{\"name\":null}"))).containsExactly("name required");
  }

  @Test
  void readOnlyMembersAreAcceptedOnlyUnchanged() {
    Answer made = ACCOUNT.campaign();
    String campaign = made.header("Location");
    int otherSource = id(ACCOUNT.source("other"));

    Answer same = client.patch(campaign, made.body());
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.body()).isEqualTo(made.body());
    int otherId = id(made) + 1;
    assertThat(errors(client.patch(campaign, "{\"id\":" + otherId + ",\"created_at\":null}")))
        .containsExactlyInAnyOrder("id read_only", "created_at read_only");
    assertThat(errors(client.patch(campaign, "{\"lead_source_id\":" + otherSource + "}")))
        .containsExactly("lead_source_id read_only");
    assertThat(errors(client.patch(campaign, "{\"colour\":1}"))).containsExactly("colour unknown");
    assertThat(client.get(campaign).body()).isEqualTo(made.body());
  }

  @Test
  void campaignAcceptsAnotherExistingLeadType() {
    String campaign = ACCOUNT.campaign().header("Location");
    int type = id(ACCOUNT.type("[{\"name\":\"need\",\"type\":\"text\",\"required\":true}]"));

    assertThat(client.patch(campaign, "{\"lead_type_id\":" + type + "}").status()).isEqualTo(200);
    assertThat(errors(client.patch(campaign, "{\"lead_type_id\":2147483647}")))
        .containsExactly("lead_type_id unknown_lead_type");
  }

  @Test
  void ifMatchRefusesAChangeAfterAnotherChange() {
    Answer made = ACCOUNT.source("old");
    String source = made.header("Location");
    String tag = made.header("ETag");
    Http matching = client.with("If-Match", "\"x\", " + tag);

    Answer first = matching.patch(source, "{\"name\":\"first\"}");
    Answer second = matching.patch(source, "{\"name\":\"second\"}");

    assertThat(first.status()).isEqualTo(200);
    assertProblem(second, 412, "precondition-failed");
    assertThat(matching.delete(source).status()).isEqualTo(412);
    assertThat(client.get(source).text("name")).isEqualTo("first");
    assertThat(client.with("If-Match", "*").patch(source, "{\"name\":\"any\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "x", "", "\"", "%s\"", "\"%s\"", "%s x"})
  void ifMatchWithoutTheStrongTagIs412(String header) {
    Answer made = ACCOUNT.source("x");
    String value = header.replace("%s", made.header("ETag"));

    Answer changed =
        client.with("If-Match", value).patch(made.header("Location"), "{\"name\":\"y\"}");

    assertProblem(changed, 412, "precondition-failed");
  }

  @Test
  void ifMatchAdmitsASingleOfEightConcurrentChanges() {
    Answer made = ACCOUNT.source("x");
    Http matching = client.with("If-Match", made.header("ETag"));
    List<CompletableFuture<Answer>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> matching.patch(made.header("Location"), "{\"name\":\"n" + i + "\"}")))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).map(Answer::status).sorted())
        .containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
  }

  @Test
  void unusedRowsAreDeletedAndThenNotFound() {
    Answer campaign = ACCOUNT.campaign();
    String source = SOURCES + "/" + campaign.text("lead_source_id");
    String type = TYPES + "/" + campaign.text("lead_type_id");

    assertThat(client.delete(source).problem()).isEqualTo("in-use");
    assertThat(client.delete(type).problem()).isEqualTo("in-use");
    for (String path : List.of(campaign.header("Location"), source, type)) {
      Answer deleted = client.delete(path);
      assertThat(deleted.status()).as(path).isEqualTo(204);
      assertThat(deleted.body()).isEmpty();
      assertThat(client.get(path).status()).isEqualTo(404);
      assertThat(client.patch(path, "{}").status()).isEqualTo(404);
      assertThat(client.delete(path).status()).isEqualTo(404);
    }
    assertThat(client.get(CAMPAIGNS + "?cursor=" + (id(campaign) - 1) + "&limit=1").body())
        .doesNotContain("\"id\":" + id(campaign) + ",");
    String ofDeleted =
        "{\"name\":\"x\",\"lead_source_id\":%s,\"lead_type_id\":%s}"
            .formatted(campaign.text("lead_source_id"), campaign.text("lead_type_id"));
    assertThat(errors(client.post(CAMPAIGNS, ofDeleted)))
        .containsExactly("lead_source_id unknown_lead_source", "lead_type_id unknown_lead_type");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    assertThat(vendor.post(campaign.header("Location") + "/leads", "{}").status()).isEqualTo(404);
  }

  @Test
  void campaignWithALeadIsNotDeleted() {
    String campaign = ACCOUNT.campaign().header("Location");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    assertThat(vendor.post(campaign + "/leads", "{\"a\":1}").status()).isEqualTo(201);

    Answer refused = client.delete(campaign);
    assertProblem(refused, 409, "in-use");
    assertThat(refused.text("detail")).contains("Close it instead");
    assertThat(client.patch(campaign, "{\"status\":\"closed\"}").status()).isEqualTo(200);
    assertThat(vendor.post(campaign + "/leads", "{\"a\":1}").problem())
        .isEqualTo("campaign-not-active");
  }

  /** Strangers, which fill the quarantine, must not make a campaign permanent. */
  @Test
  void campaignWithQuarantinedRequestsIsDeleted() {
    Answer campaign = ACCOUNT.campaign();
    String path = campaign.header("Location");
    String id = GATEWAY.api().post(path + "/leads", "{\"a\":1}").text("quarantine_id");

    assertThat(client.delete(path).status()).isEqualTo(204);
    Answer kept = GATEWAY.management().admin().get("/admin/quarantine/" + id);
    assertThat(kept.json().path("campaign_id").intValue()).isEqualTo(id(campaign));
  }

  @Test
  void leadSourceOfABoundCredentialIsNotDeleted() {
    Answer source = ACCOUNT.source("bound");
    FIXTURES.boundCredential(id(source), "lead_receiver");

    assertThat(client.delete(source.header("Location")).problem()).isEqualTo("in-use");
    Answer unused = ACCOUNT.source("deleted");
    client.delete(unused.header("Location"));
    String credential =
        "{\"description\":\"x\",\"scopes\":[\"data_api\"],\"lead_source_id\":%d}"
            .formatted(id(unused));
    Answer refused = GATEWAY.management().admin().post("/admin/credentials", credential);
    assertProblem(refused, 422, "invalid-credential");
  }
}

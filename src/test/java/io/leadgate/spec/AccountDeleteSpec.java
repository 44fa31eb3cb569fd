package io.leadgate.spec;

import static io.leadgate.support.Account.CAMPAIGNS;
import static io.leadgate.support.Account.SOURCES;
import static io.leadgate.support.Account.TYPES;
import static io.leadgate.support.Account.errors;
import static io.leadgate.support.Account.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Account;
import io.leadgate.support.Fixtures;
import io.leadgate.support.RunningGateway;
import io.leadgate.support.SharedGateway;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deleting what the Account API manages. */
class AccountDeleteSpec {

  private static final RunningGateway GATEWAY = SharedGateway.get();
  private static final Fixtures FIXTURES = GATEWAY.fixtures();
  private static final Account ACCOUNT = new Account(GATEWAY);

  private final Http client = ACCOUNT.client();

  private Answer delete(String path) {
    return client.send("DELETE", path, new byte[0]);
  }

  @Test
  void whatNobodyUsesCanBeDeletedAndIsThenGone() {
    Answer campaign = ACCOUNT.campaign();
    String source = SOURCES + "/" + campaign.text("lead_source_id");
    String type = TYPES + "/" + campaign.text("lead_type_id");

    assertThat(delete(source).problem()).isEqualTo("in-use");
    assertThat(delete(type).problem()).isEqualTo("in-use");
    for (String path : List.of(campaign.header("Location"), source, type)) {
      Answer deleted = delete(path);
      assertThat(deleted.status()).as(path).isEqualTo(204);
      assertThat(deleted.body()).isEmpty();
      assertThat(client.get(path).status()).isEqualTo(404);
      assertThat(client.patch(path, "{}").status()).isEqualTo(404);
      assertThat(delete(path).status()).isEqualTo(404);
    }
    assertThat(client.get(CAMPAIGNS + "?cursor=" + (id(campaign) - 1) + "&limit=1").body())
        .doesNotContain("\"id\":" + id(campaign) + ",");
    assertThat(
            errors(
                client.post(
                    CAMPAIGNS,
                    "{\"name\":\"x\",\"lead_source_id\":%s,\"lead_type_id\":%s}"
                        .formatted(
                            campaign.text("lead_source_id"), campaign.text("lead_type_id")))))
        .containsExactly("lead_source_id unknown_lead_source", "lead_type_id unknown_lead_type");
    assertThat(GATEWAY.api().post(campaign.header("Location") + "/leads", "{}").status())
        .isEqualTo(404);
  }

  @Test
  void aCampaignThatHasALeadCannotBeDeletedAndSaysToCloseItInstead() {
    String campaign = ACCOUNT.campaign().header("Location");
    Http vendor = GATEWAY.api().bearer(FIXTURES.token("lead_receiver"));
    assertThat(vendor.post(campaign + "/leads", "{\"a\":1}").status()).isEqualTo(201);

    Answer refused = delete(campaign);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("in-use");
    assertThat(refused.text("detail")).contains("Close it instead");
    assertThat(client.patch(campaign, "{\"status\":\"closed\"}").status()).isEqualTo(200);
    assertThat(vendor.post(campaign + "/leads", "{\"a\":1}").problem())
        .isEqualTo("campaign-not-active");
  }

  /** Strangers put it there; nobody may learn of it, or have a campaign for good because of it. */
  @Test
  void whatIsInTheQuarantineKeepsNoCampaignFromBeingDeleted() {
    Answer campaign = ACCOUNT.campaign();
    String path = campaign.header("Location");
    String id = GATEWAY.api().post(path + "/leads", "{\"a\":1}").text("quarantine_id");

    assertThat(delete(path).status()).isEqualTo(204);
    Answer kept = GATEWAY.management().admin().get("/admin/quarantine/" + id);
    assertThat(kept.json().path("campaign_id").intValue()).isEqualTo(id(campaign));
  }

  @Test
  void aLeadSourceToWhichACredentialIsBoundCannotBeDeleted() {
    Answer source = ACCOUNT.source("bound");
    FIXTURES.boundCredential(id(source), "lead_receiver");

    assertThat(delete(source.header("Location")).problem()).isEqualTo("in-use");
    Answer unused = ACCOUNT.source("deleted");
    delete(unused.header("Location"));
    assertThat(
            GATEWAY
                .management()
                .admin()
                .post(
                    "/admin/credentials",
                    "{\"description\":\"x\",\"scopes\":[\"data_api\"],\"lead_source_id\":%d}"
                        .formatted(id(unused)))
                .problem())
        .isEqualTo("invalid-credential");
  }
}
